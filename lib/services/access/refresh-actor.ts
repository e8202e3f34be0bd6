import type { Connection } from '@/lib/data/client'
import { findActorOfDeployToken } from '@/lib/data/deploy-tokens'
import { findActorOfPersonalToken } from '@/lib/data/personal-access-tokens'
import { findCredentials } from '@/lib/data/users'
import type { Actor, ActorName, UserName } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { accessDeniedText } from '@/lib/domain/refusal'

/**
 * The actor as they are now, for whoever was let in a while ago. In a transaction the token they came with stays as it
 * is until its end: who ends it comes before or after. Error: `unauthenticated` for credentials that have ended.
 */
export async function refreshActor(actor: ActorName, tx?: Connection): Promise<Actor> {
  if (actor.kind === 'nobody') return actor
  const now =
    actor.kind === 'deploy-token' ? await findActorOfDeployToken(actor.id, tx) : await refreshUser(actor, tx)
  return now ?? refuseEnded()
}

/** For credentials that have ended since they were let in. Error: `unauthenticated`. */
export function refuseEnded(): never {
  throw new DomainError('unauthenticated', accessDeniedText)
}

/** Who came by a personal access token stays as long as it lives, and within its scopes. */
async function refreshUser(actor: UserName, tx?: Connection): Promise<Actor | undefined> {
  if (actor.token) return findActorOfPersonalToken(actor.token.id, tx)
  const found = await findCredentials(actor.id)
  return found && !found.isBlocked && !found.mustChangePassword ? found.user : undefined
}
