import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { RegistryError } from '@/lib/domain/registry-error'
import { parseScopes } from '@/lib/domain/registry-scope'
import { registryService, type TicketAccess } from '@/lib/domain/registry-ticket'
import { authorizationOf } from '@/lib/http/authorization'
import { type Door, targetOf } from '@/lib/http/door'
import { identify } from '@/lib/http/identify'
import { authenticateClient } from '@/lib/services/registry/authenticate-client'
import { issueTicket } from '@/lib/services/registry/issue-ticket'
import { refuseTicket } from './answers'

export const ticketPath = '/jwt/auth'

const formBytesMax = 8192
const noStore = { 'Cache-Control': 'no-store', Pragma: 'no-cache' }
// URLs end up in histories and in other people's logs
const secretInQueryText = 'Credentials are not taken from the URL. Use Basic authentication.'

/**
 * Where registry clients get their tickets, by GET as https://distribution.github.io/distribution/spec/auth/token/ has it,
 * by POST as https://distribution.github.io/distribution/spec/auth/oauth/. No answer holds a token that lasts.
 */
export const jwtAuth = new Hono<Door>()

jwtAuth.get('/', async (c) => {
  c.set('route', ticketPath)
  const { search } = targetOf(c)
  if (/[?&](?:private|access|job)_token=/.test(search)) throw new DomainError('invalid', secretInQueryText)
  const query = new URLSearchParams(search)
  if (!isForUs(query)) return c.body(null, 404)
  const { body } = await answerOf(await identify(c, authenticateClient), query)
  return c.json(body, 200, noStore)
})

const isSmall = bodyLimit({
  maxSize: formBytesMax,
  onError: (c) => oauthError(c, 413, 'invalid_request', 'The body is too large.'),
})

jwtAuth.post('/', isSmall, async (c) => {
  c.set('route', ticketPath)
  const type = /^application\/x-www-form-urlencoded *(?:;|$)/i
  if (!type.test(c.req.header('content-type') ?? ''))
    return oauthError(c, 415, 'invalid_request', 'The body must be a form.')
  const form = new URLSearchParams(await c.req.text())
  const fault = faultOf(form)
  if (fault) return oauthError(c, 400, fault.error, fault.description)
  if (authorizationOf(c) !== undefined)
    return oauthError(c, 400, 'invalid_request', 'Send credentials in the form or in a header, not in both.')
  if (!isForUs(form)) return c.body(null, 404)
  const credentials = { username: form.get('username') ?? '', password: form.get('password') ?? '' }
  const actor = await authenticateClient(credentials, c.get('address'))
  c.set('actor', actor)
  const { body, access } = await answerOf(actor, form)
  return c.json({ ...body, token_type: 'Bearer', scope: scopeOf(access) }, 200, noStore)
})

jwtAuth.all('/', (c) => {
  c.set('route', ticketPath)
  c.header('Allow', 'GET, HEAD, POST')
  throw new RegistryError('UNSUPPORTED')
})

jwtAuth.onError((error, c) => refuseTicket(error, c))

/** False for another service, which is none. Error: `invalid` for two. */
function isForUs(parameters: URLSearchParams): boolean {
  const [service, ...others] = parameters.getAll('service')
  if (others.length > 0) throw new DomainError('invalid', 'More than one service.')
  return service === registryService
}

/**
 * GitLab's `token`, the same under the name that OAuth clients know, and how long it lives: without `issued_at` a client
 * counts from when it came, by its own clock, which need not agree with ours.
 */
async function answerOf(actor: Actor, parameters: URLSearchParams) {
  const { token, access, seconds } = await issueTicket(actor, parseScopes(parameters.getAll('scope')))
  return { body: { token, access_token: token, expires_in: seconds }, access }
}

/** RFC 6749, 4.3.2, 5.2; no parameter may come twice. */
function faultOf(form: URLSearchParams): { error: string; description: string } | undefined {
  const once = ['grant_type', 'username', 'password']
  const twice = once.find((name) => form.getAll(name).length > 1)
  if (twice) return { error: 'invalid_request', description: `${twice} is there more than once.` }
  const missing = once.find((name) => !form.has(name) && (name === 'grant_type' || isByPassword(form)))
  if (missing) return { error: 'invalid_request', description: `${missing} is missing.` }
  if (isByPassword(form)) return undefined
  return { error: 'unsupported_grant_type', description: 'The only grant type is password.' }
}

function isByPassword(form: URLSearchParams): boolean {
  return form.get('grant_type') === 'password'
}

function scopeOf(access: readonly TicketAccess[]): string {
  return access.map(({ type, name, actions }) => `${type}:${name}:${actions.join(',')}`).join(' ')
}

function oauthError(c: Context, status: 400 | 413 | 415, error: string, error_description: string): Response {
  c.set('reason', error)
  return c.json({ error, error_description }, status, noStore)
}
