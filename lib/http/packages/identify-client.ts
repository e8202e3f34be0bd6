import type { Context } from 'hono'
import { type Actor, nobody } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { looksLikeSecret } from '@/lib/domain/text'
import { readBasicAuth } from '@/lib/http/basic-auth'
import { authenticateToken } from '@/lib/services/access/authenticate-token'
import { refuseCredentials } from '@/lib/services/access/refuse-credentials'
import type { PackageFormat } from './format'
import type { PackageDoor } from './package-door'

/** Headers whose whole value is a token. X-NuGet-ApiKey is NuGet's. */
const tokenHeaders = ['deploy-token', 'private-token', 'x-nuget-apikey']
/** A JWT (RFC 7519): its header is JSON, whose first two characters are these three. */
const ticketForm = /^bearer +eyJ[\w-]*\.[\w-]+\.[\w-]+ *$/i
const secretInQuery = /[?&](?:private|access|job|deploy)_token=/i

/**
 * Who sent this request, by a deploy token or personal access token in whatever header its client knows; nobody when
 * there is none. Basic credentials count by their password alone, as Bundler cannot send every user name. Errors: those
 * of `authenticateToken`; `invalid` for two tokens, or one in the URL. Where a format has tickets, `openTicket` says who
 * bears one, which comes as Bearer alone.
 */
export async function identifyClient(
  c: Context<PackageDoor>,
  search: string,
  openTicket?: PackageFormat['openTicket'],
): Promise<Actor> {
  if (secretInQuery.test(search))
    throw new DomainError('invalid', 'Tokens are not taken from the URL. Send a header.')
  const { rawHeaders } = c.env.incoming
  const sent = (wanted: string) =>
    rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === wanted)
  if (sent('authorization').length > 1)
    throw new DomainError('invalid', 'More than one Authorization header.')
  if (sent('job-token').length > 0) return refuseCredentials(c.get('address'))
  const tokens = tokenHeaders.flatMap(sent)
  const authorizations = sent('authorization').filter(
    (header) => tokens.length === 0 || !isEmptyBasic(header),
  )
  const values = [...authorizations.map(readAuthorization), ...tokens]
  const [value, second] = [...new Set(values)]
  if (second !== undefined) throw new DomainError('invalid', 'More than one token is given.')
  const isTicket = authorizations.some((header) => ticketForm.test(header))
  const authenticate = openTicket && isTicket ? openTicket : authenticateToken
  const actor = value === undefined ? nobody : await authenticate(value, c.get('address'))
  c.set('actor', actor)
  return actor
}

/** Once its API key was refused, dotnet sends it again beside a user name and password of nothing. */
function isEmptyBasic(header: string): boolean {
  const basic = readBasicAuth(header)
  return typeof basic === 'object' && basic.username === '' && basic.password === ''
}

/** The token of an Authorization header: Basic's password, Bearer's, or all of it; '' where there is no reading it. */
function readAuthorization(header: string): string {
  const basic = readBasicAuth(header)
  if (typeof basic === 'object') return basic.password
  const bearer = /^bearer +(\S+) *$/i.exec(header)?.[1]
  return bearer ?? (looksLikeSecret(header) && !header.includes(' ') ? header : '')
}
