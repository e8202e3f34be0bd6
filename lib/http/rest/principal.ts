import type { Context } from 'hono'
import { type Nobody, nobody, type UserActor } from '@/lib/domain/actor'
import { authenticatePersonalToken } from '@/lib/services/access/authenticate-personal-token'
import { badParameter, Refusal } from './refusals'
import type { RestDoor } from './rest-door'

const secretNames = ['private_token', 'access_token', 'job_token']

/**
 * Who sent this request, by a personal access token in PRIVATE-TOKEN or as Bearer; nobody when there is none. Cookies,
 * Basic credentials and Deploy-Token are for other doors and count for nothing here. Errors: 401 for a token that is
 * no good, 400 for two.
 */
export async function identify(c: Context<RestDoor>): Promise<UserActor | Nobody> {
  const sent = headersOf(c.env.incoming.rawHeaders)
  if (sent('job-token').length > 0) throw unauthorized
  const [value, second] = [...new Set([...sent('private-token'), ...bearerOf(sent('authorization'))])]
  if (second !== undefined) throw badParameter('More than one token is given')
  const actor = value === undefined ? nobody : await authenticatePersonalToken(value, c.get('address'))
  c.set('actor', actor)
  if (sent('sudo').length > 0) throw noSudo
  return actor
}

const unauthorized = new Refusal(401, { message: '401 Unauthorized' })
const noSudo = new Refusal(403, { message: '403 Forbidden - sudo is not available here' })

/**
 * Tokens in the URL end up in histories and in other people's logs. With `sudo` an administrator's request means
 * somebody else's rights, so it must not run with its own. Errors: 400, 403.
 */
export function refuseSecretsInUrl(search: string): void {
  const names = [...new URLSearchParams(search).keys()].map((name) => name.toLowerCase())
  const secret = secretNames.find((name) => names.includes(name))
  if (secret) throw badParameter(`${secret} is not taken from the URL; use the header PRIVATE-TOKEN`)
  if (names.includes('sudo')) throw noSudo
}

/** The values of a header as they were sent. Error: 400 for two of one kind, which Node would join or drop. */
function headersOf(rawHeaders: readonly string[]) {
  return (wanted: string): string[] => {
    const values = rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === wanted)
    if (values.length > 1) throw badParameter(`More than one ${wanted} header is given`)
    return values
  }
}

/** The token of `Bearer`; '' where there is no reading it, so that it is refused and nobody stays nobody by mistake. */
function bearerOf(headers: readonly string[]): string[] {
  return headers
    .filter((header) => !/^basic( |$)/i.test(header))
    .map((header) => /^bearer +(\S+) *$/i.exec(header)?.[1] ?? '')
}
