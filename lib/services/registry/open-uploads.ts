import type { ActorName } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { UploadOwner } from '@/lib/storage/uploads'
import { openImage } from './open-image'

/** Whose uploads these are, and of which project, for an actor who may push this image now. Errors: as `openImage`. */
export async function openUploads(bearer: ActorName, imageName: string): Promise<UploadOwner> {
  const { actor, project } = await openImage(bearer, 'push_image', imageName)
  if (actor.kind === 'nobody') throw new DomainError('unauthenticated', 'Nobody pushes.')
  return { projectId: project.id, imageName, actor: { kind: actor.kind, id: actor.id } }
}
