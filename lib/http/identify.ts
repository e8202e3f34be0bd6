import type { Context } from 'hono'
import type { Actor } from '@/lib/domain/actor'
import { authenticate } from '@/lib/services/access/authenticate'
import { refuseCredentials } from '@/lib/services/access/refuse-credentials'
import { authorizationOf } from './authorization'
import { readBasicAuth } from './basic-auth'
import type { Door } from './door'

/**
 * Who sent this request, by its Basic credentials; nobody when there are none. Errors: those of `by`, also for
 * credentials that cannot be read; `invalid` for two at once.
 */
export async function identify(c: Context<Door>, by: typeof authenticate = authenticate): Promise<Actor> {
  const presented = readBasicAuth(authorizationOf(c))
  if (presented === 'malformed') return refuseCredentials(c.get('address'))
  const actor = await by(presented === 'none' ? undefined : presented, c.get('address'))
  c.set('actor', actor)
  return actor
}
