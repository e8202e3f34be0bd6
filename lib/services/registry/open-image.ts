import type { Connection } from '@/lib/data/client'
import type { Ability } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import { imagePathOf } from '@/lib/domain/image-name'
import type { Project } from '@/lib/domain/project'
import { openProjectOfImage } from '@/lib/services/access/open-project'
import { refreshActor } from '@/lib/services/access/refresh-actor'

/** Where an image is: its project, and the rest of its name ('' for the project's own image). */
export interface Image {
  project: Project
  name: string
}

/** The image of this full name, for an actor who may do this to it now, whether or not it is there yet. Errors: as `openProject`. */
export async function openImage(
  actor: Actor,
  ability: Ability,
  imageName: string,
  connection?: Connection,
): Promise<Image> {
  const project = await openProjectOfImage(actor, ability, imageName, connection)
  return { project, name: imagePathOf(imageName, project.fullPath) }
}

/**
 * As `openImage`, for a transaction that writes: whoever ends the actor's credentials meanwhile comes before it, and it
 * fails, or after it. Errors: those of `refreshActor` too.
 */
export async function openImageToWrite(
  tx: Connection,
  actor: Actor,
  ability: Ability,
  imageName: string,
): Promise<Image> {
  return openImage(await refreshActor(actor, tx), ability, imageName, tx)
}
