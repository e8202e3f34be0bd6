import type { Actor, UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { accessDeniedText, notFoundText } from '@/lib/domain/refusal'
import { requireScope } from './require-scope'

/**
 * The actor, who is an administrator. Errors: `unauthenticated` for nobody; `not_found` for everybody else, who are
 * not told that there is such a page; `forbidden` for an administrator's personal access token without the scope `api`,
 * or `read_api` where they only read.
 */
export function requireAdministrator(actor: Actor, access: 'read' | 'write' = 'write'): UserActor {
  if (actor.kind === 'nobody') throw new DomainError('unauthenticated', accessDeniedText)
  if (actor.kind !== 'user' || !actor.isAdmin) throw new DomainError('not_found', notFoundText)
  requireScope(actor, access === 'read' ? ['read_api', 'api'] : ['api'])
  return actor
}
