import { database } from '@/lib/data/client'
import { findContainerRepository } from '@/lib/data/container-repositories'
import { listTagNames } from '@/lib/data/container-tags'
import type { ActorName } from '@/lib/domain/actor'
import { RegistryError } from '@/lib/domain/registry-error'
import { openImage } from './open-image'

/**
 * The names of an image's tags after `after`, in the order of their bytes: at most `limit`. Errors: those of `openImage`;
 * `NAME_UNKNOWN` before the image's first push.
 */
export async function listTags(
  bearer: ActorName,
  imageName: string,
  span: { after: string; limit: number },
): Promise<string[]> {
  const { project, name } = await openImage(bearer, 'pull_image', imageName)
  const repositoryId = await findContainerRepository(database(), project.id, name)
  if (repositoryId === undefined) throw new RegistryError('NAME_UNKNOWN')
  return listTagNames(database(), repositoryId, span)
}
