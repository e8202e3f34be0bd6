import { isLiveToken } from '@/lib/data/deploy-tokens'
import { findActorOfPersonalToken } from '@/lib/data/personal-access-tokens'
import { findCredentials } from '@/lib/data/users'
import type { Ability } from '@/lib/domain/ability'
import type { Actor, DeployTokenActor, UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { accessDeniedText } from '@/lib/domain/refusal'
import { openProject } from '@/lib/services/access/open-project'

/**
 * Rejects unless the actor may still do this there: a transfer lasts minutes, in which a token is revoked or expires,
 * a user is blocked, loses a role or has to change the password, and the project is moved, archived or deleted. Another
 * path alone breaks nothing: it is asked for by its number. Errors: `unauthenticated` for credentials that have ended, and
 * those of `openProject`.
 */
export async function confirmTransfer(actor: Actor, ability: Ability, projectId: number): Promise<void> {
  await openProject(await refresh(actor), ability, { id: projectId })
}

async function refresh(actor: Actor): Promise<Actor> {
  if (actor.kind === 'nobody') return actor
  const now = actor.kind === 'deploy-token' ? await refreshDeployToken(actor) : await refreshUser(actor)
  if (!now) throw new DomainError('unauthenticated', accessDeniedText)
  return now
}

async function refreshDeployToken(actor: DeployTokenActor): Promise<Actor | undefined> {
  return (await isLiveToken(actor.id)) ? actor : undefined
}

/** Who came by a personal access token stays as long as it lives, and within its scopes. */
async function refreshUser(actor: UserActor): Promise<Actor | undefined> {
  if (actor.token) return findActorOfPersonalToken(actor.token.id)
  const found = await findCredentials(actor.id)
  return found && !found.isBlocked && !found.mustChangePassword ? found.user : undefined
}
