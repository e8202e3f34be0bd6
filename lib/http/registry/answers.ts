import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { DomainError, type ErrorCode } from '@/lib/domain/error'
import { type RegistryCode, RegistryError } from '@/lib/domain/registry-error'
import { registryService } from '@/lib/domain/registry-ticket'
import { env } from '@/lib/env'
import type { Door } from '@/lib/http/door'
import { log } from '@/lib/log'

/** What answers that every error of a kind gets, unless its own code has another below. */
const statuses = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  unavailable: 503,
} as const satisfies Record<ErrorCode, ContentfulStatusCode>

const statusesByCode: Partial<Record<RegistryCode, ContentfulStatusCode>> = {
  RANGE_INVALID: 416,
  UNSUPPORTED: 405,
}

/** What registry clients call the errors that are not theirs alone. */
const codes = {
  invalid: 'UNSUPPORTED',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'DENIED',
  not_found: 'NAME_UNKNOWN',
  conflict: 'DENIED',
  rate_limited: 'TOOMANYREQUESTS',
  unavailable: 'UNAVAILABLE',
} as const satisfies Record<ErrorCode, string>

/** What a request needed, for the challenge that tells the client which ticket to come with. */
export interface Needed {
  name: string
  actions: readonly string[]
}

/** The one table from what went wrong to what a registry client is told. */
export function refuse(error: unknown, c: Context<Door>, needed?: Needed): Response {
  if (!(error instanceof DomainError)) return breakDown(error, c)
  c.set('reason', error instanceof RegistryError ? error.registryCode : error.code)
  const code = error instanceof RegistryError ? error.registryCode : codes[error.code]
  const status =
    (error instanceof RegistryError ? statusesByCode[error.registryCode] : undefined) ?? statuses[error.code]
  const headers: Record<string, string> = {}
  if (status === 401) headers['WWW-Authenticate'] = challengeFor(c, needed)
  if (error.retryAfterSeconds !== undefined) headers['Retry-After'] = String(error.retryAfterSeconds)
  return c.json({ errors: [{ code, message: error.message }] }, status, headers)
}

/** RFC 6750 as registries have it; the realm is the configured address, whatever host was asked for. */
function challengeFor(c: Context<Door>, needed: Needed | undefined): string {
  const parts = [`realm="${env.url}/jwt/auth"`, `service="${registryService}"`]
  if (needed) parts.push(`scope="repository:${needed.name}:${needed.actions.join(',')}"`)
  if (c.req.header('authorization'))
    parts.push(needed ? 'error="insufficient_scope"' : 'error="invalid_token"')
  return `Bearer ${parts.join(',')}`
}

function breakDown(error: unknown, c: Context<Door>): Response {
  c.set('reason', 'unexpected')
  log.error({ err: error, request_id: c.get('requestId') }, 'a registry request failed')
  return c.json({ errors: [{ code: 'UNKNOWN', message: 'Something went wrong on our side.' }] }, 500)
}
