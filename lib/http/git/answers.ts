import type { Context } from 'hono'
import { DomainError } from '@/lib/domain/error'
import type { Door } from '@/lib/http/door'
import { statuses } from '@/lib/http/statuses'
import { log } from '@/lib/log'

/** As git-http-backend: nothing of a repository stays in a cache, HTTP/1.0 ones included. */
export const noCache = {
  'Cache-Control': 'no-cache, max-age=0, must-revalidate',
  Expires: 'Fri, 01 Jan 1980 00:00:00 GMT',
  Pragma: 'no-cache',
}

/** The one table from what went wrong to what git is told: it shows a text/plain body as `remote: …`, whatever the status. */
export function refuse(error: unknown, c: Context<Door>): Response {
  if (!(error instanceof DomainError)) return breakDown(error, c)
  c.set('reason', error.code)
  return c.text(error.message, statuses[error.code], { ...noCache, ...hintsOf(error) })
}

function hintsOf({ code, retryAfterSeconds }: DomainError): Record<string, string> {
  if (code === 'unauthenticated') return { 'WWW-Authenticate': 'Basic realm="GitLab", charset="UTF-8"' }
  return retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }
}

function breakDown(error: unknown, c: Context<Door>): Response {
  c.set('reason', 'unexpected')
  log.error({ err: error, request_id: c.get('requestId') }, 'a git request failed')
  return c.text('Something went wrong on our side.', 500, noCache)
}
