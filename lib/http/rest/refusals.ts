import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { DomainError, type ErrorCode, isDomainError } from '@/lib/domain/error'
import { expiredTokenText, revokedTokenText } from '@/lib/domain/refusal'
import { statuses } from '@/lib/http/statuses'
import { log } from '@/lib/log'
import type { PlaceWord, RestDoor } from './rest-door'

/**
 * A refusal in this door's own words. GitLab has two styles of body: `error` where parameters were judged before the
 * act, `message` for everything else.
 */
export class Refusal extends Error {
  constructor(
    readonly status: ContentfulStatusCode,
    readonly body:
      | { message: string | Record<string, string[]> }
      | { error: string; error_description?: string; scope?: string },
    readonly headers: Record<string, string> = {},
  ) {
    super(`refused with ${status}`)
    this.name = 'Refusal'
  }
}

/** A parameter that cannot be read, in Grape's words: `page is invalid`. */
export function badParameter(complaint: string): Refusal {
  return new Refusal(400, { error: complaint })
}

/** What `work` gives; of a place that it does not find, in GitLab's word for one that a parameter names. */
export function findingParameter<Value>(word: PlaceWord, work: Promise<Value>): Promise<Value> {
  return work.catch((error: unknown) => {
    throw isDomainError(error, 'not_found') ? nothingThere(`404 ${word} Not Found`) : error
  })
}

/** What a route looked for below a place that is open, and did not find. */
export function nothingThere(what = '404 Not found'): Refusal {
  return new Refusal(404, { message: what })
}

/** The one table from what went wrong to what a client of the API is told. */
export function refuse(error: unknown, c: Context<RestDoor>): Response {
  if (!(error instanceof Refusal || error instanceof DomainError)) return breakDown(error, c)
  const { status, body, headers } = error instanceof Refusal ? error : translate(error, c)
  c.set('reason', error instanceof Refusal ? String(status) : error.code)
  if (status === 401) c.header('WWW-Authenticate', challengeOf(body))
  return c.json(body, status, headers)
}

function translate(error: DomainError, c: Context<RestDoor>): Refusal {
  const { place, actor } = c.var
  if (error.message === expiredTokenText || error.message === revokedTokenText)
    return new Refusal(401, { error: 'invalid_token', error_description: error.message })
  // who sends no credentials is told no more of a hidden place than of a missing one
  const isHidden = error.code === 'unauthenticated' && place !== undefined && actor?.kind === 'nobody'
  const code = isHidden ? 'not_found' : error.code
  const retry = error.retryAfterSeconds
  const headers = retry === undefined ? undefined : { 'Retry-After': String(retry) }
  const complaints = code === 'invalid' && c.var.complainsByField ? complaintsOf(error) : undefined
  return new Refusal(statuses[code], { message: complaints ?? messageOf(code, error, place) }, headers)
}

function messageOf(code: ErrorCode, error: DomainError, place: string | undefined): string {
  if (code === 'unauthenticated') return '401 Unauthorized'
  if (code === 'forbidden') return '403 Forbidden'
  if (code === 'not_found') return place ? `404 ${place} Not Found` : '404 Not found'
  return Object.values(error.fields).flat().join(', ') || error.message
}

/** GitLab's names of fields that have another here. */
const fieldNames: Record<string, string> = { visibility: 'visibility_level', parent: 'parent_id' }

/** Sentences by field without the field's own name, which they begin with here; undefined where no field is named. */
function complaintsOf({ fields }: DomainError): Record<string, string[]> | undefined {
  const entries = Object.entries(fields).filter(([field]) => field !== '')
  if (entries.length === 0) return undefined
  return Object.fromEntries(
    entries.map(([field, messages]) => {
      const words = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
      const label = new RegExp(`^${words.replaceAll('_', ' ')} `, 'i')
      return [fieldNames[field] ?? words, messages.map((message) => message.replace(label, ''))]
    }),
  )
}

/** RFC 6750: who sent a token learns what is wrong with it; who sent none, what kind is wanted. */
function challengeOf(body: Refusal['body']): string {
  const scheme = 'Bearer realm="GitLab"'
  return 'error' in body ? `${scheme}, error="${body.error}"` : scheme
}

function breakDown(error: unknown, c: Context<RestDoor>): Response {
  c.set('reason', 'unexpected')
  log.error({ err: error, request_id: c.get('requestId') }, 'an API request failed')
  return c.json({ message: '500 Internal Server Error' }, 500)
}
