import type { Transaction } from '@/lib/data/client'
import {
  type DeletedTag,
  deleteManifests,
  deleteRepository,
  deleteTags,
  findDependentTags,
  findTags,
  listDigests,
} from '@/lib/data/container-deletions'
import { lockContainerRepository } from '@/lib/data/container-repositories'
import { DomainError } from '@/lib/domain/error'
import { imageNameOf } from '@/lib/domain/image-reference'
import { env } from '@/lib/env'
import { removeManifests } from '@/lib/storage/external-registry'
import type { OpenedRepository } from './open-image-repository'

// What a deletion is where the registry is the embedded one: rows; and where it is another: what that registry does, and
// the rows once it has done it. The repository is locked meanwhile, so that its notifications find the rows gone.

/**
 * Takes tags of a locked repository away, and gives those that were there. Another registry deletes images, not tags.
 * Errors, of that one alone: `conflict` where other tags would go too, or it does not delete at all; `unavailable`.
 */
export async function removeTags(
  tx: Transaction,
  { project, repository }: OpenedRepository,
  names: readonly string[],
): Promise<DeletedTag[]> {
  const { id } = repository
  if (env.registry.kind === 'embedded') return deleteTags(tx, id, names)
  const others = await findDependentTags(tx, id, names)
  if (others.length > 0) throw new DomainError('conflict', dependentText(others))
  const tags = await findTags(tx, id, names)
  const digests = [...new Set(tags.map(({ digest }) => digest))]
  await removeManifests(imageNameOf(project.fullPath, repository.name), digests)
  await deleteManifests(tx, id, digests)
  return tags
}

/** Takes an image repository away with all that is in it; false where it was not there. Errors: as `removeTags`. */
export async function removeRepository(
  tx: Transaction,
  { project, repository }: OpenedRepository,
): Promise<boolean> {
  const { id } = repository
  if (env.registry.kind === 'external') {
    await lockContainerRepository(tx, project.id, repository.name)
    await removeManifests(imageNameOf(project.fullPath, repository.name), await listDigests(tx, id))
  }
  return deleteRepository(tx, id)
}

function dependentText(tags: readonly string[]): string {
  const [first, ...more] = tags
  const named = more.length > 0 ? `${tags.slice(0, 10).join(', ')}, which are` : `${first}, which is`
  return `The registry deletes whole images. Delete also ${named} of the same image.`
}
