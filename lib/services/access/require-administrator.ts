import type { Actor, UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { accessDeniedText, notFoundText } from '@/lib/domain/refusal'

/**
 * The actor, who is an administrator. Errors: `unauthenticated` for nobody; `not_found` for everybody else, who are
 * not told that there is such a page.
 */
export function requireAdministrator(actor: Actor): UserActor {
  if (actor.kind === 'nobody') throw new DomainError('unauthenticated', accessDeniedText)
  if (actor.kind !== 'user' || !actor.isAdmin) throw new DomainError('not_found', notFoundText)
  return actor
}
