import type { Ability } from '@/lib/domain/ability'
import type { ActorName } from '@/lib/domain/actor'
import { openProject } from '@/lib/services/access/open-project'
import { refreshActor } from '@/lib/services/access/refresh-actor'

/**
 * Rejects unless the actor may still do this there: a transfer lasts minutes, in which a token is revoked or expires,
 * a user is blocked, loses a role or has to change the password, and the project is moved, archived or deleted. Another
 * path alone breaks nothing: it is asked for by its number. Errors: those of `refreshActor` and `openProject`.
 */
export async function confirmTransfer(actor: ActorName, ability: Ability, projectId: number): Promise<void> {
  await openProject(await refreshActor(actor), ability, { id: projectId })
}
