import type { Context } from 'hono'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { authenticate } from '@/lib/services/access/authenticate'
import { refuseCredentials } from '@/lib/services/access/refuse-credentials'
import { readBasicAuth } from './basic-auth'
import type { Door } from './door'

/**
 * Who sent this request, by its Basic credentials; nobody when there are none. Errors: those of `authenticate`, also
 * for credentials that cannot be read; `invalid` for two at once, of which one could be meant for another reader.
 */
export async function identify(c: Context<Door>): Promise<Actor> {
  const { rawHeaders } = c.env.incoming
  const sent = rawHeaders.filter((name, index) => index % 2 === 0 && /^authorization$/i.test(name))
  if (sent.length > 1) throw new DomainError('invalid', 'More than one Authorization header.')
  const presented = readBasicAuth(c.req.header('authorization'))
  if (presented === 'malformed') return refuseCredentials(c.get('address'))
  const actor = await authenticate(presented === 'none' ? undefined : presented, c.get('address'))
  c.set('actor', actor)
  return actor
}
