import { listFirstTagNames } from '@/lib/data/container-listings'
import type { Actor } from '@/lib/domain/actor'
import { type ImageRepositoryName, type OpenedRepository, openImageRepository } from './open-image-repository'

/** An image repository with the names of at most so many of its tags. Errors: those of `openImageRepository`. */
export async function viewImageRepository(
  actor: Actor,
  name: ImageRepositoryName,
  namedTagsMax: number,
): Promise<OpenedRepository & { tagNames: string[] }> {
  const opened = await openImageRepository(actor, 'read_images', name)
  const { id } = opened.repository
  const names = namedTagsMax > 0 ? await listFirstTagNames([id], namedTagsMax) : undefined
  return { ...opened, tagNames: names?.get(id) ?? [] }
}
