import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { DomainError, type ErrorCode } from '@/lib/domain/error'
import { log } from '@/lib/log'
import type { PackageDoor } from './package-door'

const statuses = {
  invalid: 400,
  too_large: 413,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  rate_limited: 429,
  storage_full: 507,
  unavailable: 503,
} as const satisfies Record<Exclude<ErrorCode, 'conflict'>, ContentfulStatusCode>

/** GitLab's challenge; clients that ask without credentials first then come with them. */
const challenge = 'Basic realm="GitLab Packages Registry"'

/**
 * The one table from what went wrong to what a package manager is told; npm shows `error`, others `message` or the
 * reason of the status. A format that has words of its own for one of these answers it itself.
 */
export function refuse(error: unknown, c: Context<PackageDoor>): Response {
  if (!(error instanceof DomainError)) return breakDown(error, c)
  c.set('reason', error.code)
  const headers: Record<string, string> = {}
  if (error.code === 'unauthenticated') headers['WWW-Authenticate'] = challenge
  if (error.retryAfterSeconds !== undefined) headers['Retry-After'] = String(error.retryAfterSeconds)
  const message = Object.values(error.fields).flat().join(', ') || error.message
  const status = error.code === 'conflict' ? c.get('conflict') : statuses[error.code]
  if (c.get('refusals') === 'text') return c.text(message, status, headers)
  return c.json({ message, error: message }, status, headers)
}

function breakDown(error: unknown, c: Context<PackageDoor>): Response {
  c.set('reason', 'unexpected')
  log.error({ err: error, request_id: c.get('requestId') }, 'a package request failed')
  return c.json({ message: '500 Internal Server Error', error: '500 Internal Server Error' }, 500)
}
