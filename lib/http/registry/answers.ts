import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { DomainError, type ErrorCode } from '@/lib/domain/error'
import { accessDeniedText } from '@/lib/domain/refusal'
import { type RegistryCode, RegistryError } from '@/lib/domain/registry-error'
import { registryService } from '@/lib/domain/registry-ticket'
import { env } from '@/lib/env'
import type { Door } from '@/lib/http/door'
import { statuses } from '@/lib/http/statuses'
import { log } from '@/lib/log'

const statusesByCode: Partial<Record<RegistryCode, ContentfulStatusCode>> = {
  MANIFEST_TOO_LARGE: 413,
  RANGE_INVALID: 416,
  SIZE_INVALID: 413,
  UNSUPPORTED: 405,
}

/** What registry clients call the errors that are not theirs alone. */
const codes = {
  invalid: 'UNSUPPORTED',
  too_large: 'SIZE_INVALID',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'DENIED',
  not_found: 'NAME_UNKNOWN',
  conflict: 'DENIED',
  rate_limited: 'TOOMANYREQUESTS',
  storage_full: 'UNKNOWN',
  unavailable: 'UNAVAILABLE',
} as const satisfies Record<ErrorCode, string>

/** Which ticket a client is told to come with, and what is wrong with the one it came with. */
export interface Challenge {
  access: readonly { name: string; actions: readonly string[] }[]
  error?: 'invalid_token' | 'insufficient_scope'
}

/** What a refusal at /v2 tells beside the error. */
export interface Refused {
  challenge: Challenge
  /** The methods of the endpoint. */
  methods: readonly string[]
}

/** The one table from what went wrong at /v2 to what a registry client is told. */
export function refuse(error: unknown, c: Context<Door>, { challenge, methods }: Refused): Response {
  if (!(error instanceof DomainError)) return breakDown(error, c)
  const { status, headers, errors } = tell(error, c)
  if (status === 401) headers['WWW-Authenticate'] = textOf(challenge)
  if (status === 405) headers.Allow = methods.join(', ')
  return c.json({ errors }, status, headers)
}

/**
 * The same where tickets are given, where clients come with Basic credentials, of which a password is none. GitLab's
 * refusals of what it can tell the client of name their status too.
 */
export function refuseTicket(error: unknown, c: Context<Door>): Response {
  if (!(error instanceof DomainError)) return breakDown(error, c)
  const { status, headers, errors } = tell(error, c)
  if (status === 401) headers['WWW-Authenticate'] = 'Basic realm="GitLab", charset="UTF-8"'
  const [first] = errors
  const message = first.message.replace(accessDeniedText, tokensOnlyText)
  const http_status = status === 403 || status === 404 ? status : undefined
  return c.json({ errors: [{ ...first, message }], http_status }, status, headers)
}

const tokensOnlyText =
  'HTTP Basic: Access denied. Use a personal access token with any user name, or the user name and value of a deploy token. The password of an account does not open the container registry.'

function tell(error: DomainError, c: Context<Door>) {
  const registryCode = error instanceof RegistryError ? error.registryCode : undefined
  c.set('reason', registryCode ?? error.code)
  const status = (registryCode && statusesByCode[registryCode]) ?? statuses[error.code]
  const headers: Record<string, string> = {}
  if (error.retryAfterSeconds !== undefined) headers['Retry-After'] = String(error.retryAfterSeconds)
  const errors = [{ code: registryCode ?? codes[error.code], message: error.message }] as const
  return { status, headers, errors }
}

/** RFC 6750 as registries have it; the realm is the configured address, whatever host was asked for. */
function textOf({ access, error }: Challenge): string {
  const parts = [`realm="${env.url}/jwt/auth"`, `service="${registryService}"`]
  const scopes = access.map(({ name, actions }) => `repository:${name}:${actions.join(',')}`)
  if (scopes.length > 0) parts.push(`scope="${scopes.join(' ')}"`)
  if (error) parts.push(`error="${error}"`)
  return `Bearer ${parts.join(',')}`
}

function breakDown(error: unknown, c: Context<Door>): Response {
  c.set('reason', 'unexpected')
  log.error({ err: error, request_id: c.get('requestId') }, 'a registry request failed')
  return c.json({ errors: [{ code: 'UNKNOWN', message: 'Something went wrong on our side.' }] }, 500)
}
