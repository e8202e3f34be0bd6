import { findTagPage } from '@/lib/data/container-listings'
import type { Actor } from '@/lib/domain/actor'
import type { ImageTagSearch } from '@/lib/domain/container-list'
import type { ImageTag } from '@/lib/domain/image-repository'
import type { Page, PageWish } from '@/lib/domain/page'
import { type ImageRepositoryName, type OpenedRepository, openImageRepository } from './open-image-repository'

/** An image repository with one page of its tags. Errors: those of `openImageRepository`. */
export async function listImageTags(
  actor: Actor,
  name: ImageRepositoryName,
  search: ImageTagSearch,
  page: PageWish,
): Promise<OpenedRepository & { page: Page<ImageTag> }> {
  const opened = await openImageRepository(actor, 'read_images', name)
  return { ...opened, page: await findTagPage(opened.repository.id, search, page) }
}
