import type { Connection } from '@/lib/data/client'
import { findDeployTokenAtImage } from '@/lib/data/deploy-tokens'
import { findPersonalTokenAtImage } from '@/lib/data/personal-access-tokens'
import { findProjectOfImage } from '@/lib/data/projects'
import type { Ability } from '@/lib/domain/ability'
import type { Actor, ActorName } from '@/lib/domain/actor'
import { imagePathOf } from '@/lib/domain/image-name'
import type { Project } from '@/lib/domain/project'
import { requireAbility } from '@/lib/services/access/open-project'
import { refreshActor, refuseEnded } from '@/lib/services/access/refresh-actor'

/** Where an image is: its project, and the rest of its name ('' for the project's own image). */
export interface Image {
  project: Project
  name: string
}

/**
 * The image of this full name, for a bearer who may do this to it now, whether or not it is there yet, and who that is.
 * In a transaction the bearer's token stays as it is until its end: who ends it comes before, and this fails, or after.
 * Errors: those of `refreshActor` and `openProject`.
 */
export async function openImage(
  bearer: ActorName,
  ability: Ability,
  imageName: string,
  tx?: Connection,
): Promise<Image & { actor: Actor }> {
  const { actor, project: found } = (await find(bearer, imageName, tx)) ?? refuseEnded()
  const project = requireAbility(actor, ability, found)
  return { actor, project, name: imagePathOf(imageName, project.fullPath) }
}

/** Whoever came by a token, in one statement with the project. */
async function find(
  bearer: ActorName,
  imageName: string,
  tx: Connection | undefined,
): Promise<{ actor: Actor; project: Project | undefined } | undefined> {
  if (bearer.kind === 'deploy-token') return findDeployTokenAtImage(bearer.id, imageName, tx)
  const userId = bearer.kind === 'user' ? bearer.id : undefined
  if (bearer.kind === 'user' && bearer.token)
    return findPersonalTokenAtImage({ id: bearer.token.id, userId: bearer.id }, imageName, tx)
  const actor = await refreshActor(bearer, tx)
  return { actor, project: await findProjectOfImage(imageName, userId, tx) }
}
