import { findRepositoryPage, listFirstTagNames } from '@/lib/data/container-listings'
import type { Actor } from '@/lib/domain/actor'
import type { ImageSearch } from '@/lib/domain/container-list'
import type { HolderName } from '@/lib/domain/holder'
import type { ImageRepository } from '@/lib/domain/image-repository'
import type { PageWish } from '@/lib/domain/page'
import type { Group, Project } from '@/lib/domain/project'
import { openHolder } from '@/lib/services/access/open-project'

interface Asked extends PageWish {
  holder: HolderName
  search: ImageSearch
  /** At most so many tags are named beside each; the list of its tags has them all. */
  namedTagsMax?: number
}

export interface ImageRepositories {
  place: Project | Group
  items: (ImageRepository & { tagNames: string[] })[]
  total: number
}

/**
 * One page of the image repositories of a project, or of everything below a group whose images the actor may read: two
 * queries once the place is open. Errors: those of `openHolder`.
 */
export async function listImageRepositories(actor: Actor, asked: Asked): Promise<ImageRepositories> {
  const { holder, search, page, perPage, namedTagsMax = 0 } = asked
  const place = await openHolder(actor, 'read_images', holder)
  const viewer = actor.kind === 'user' ? actor : undefined
  const { items, total } = await findRepositoryPage(place, viewer, search, { page, perPage })
  const ids = items.map(({ id }) => id)
  const names = namedTagsMax > 0 ? await listFirstTagNames(ids, namedTagsMax) : undefined
  return { place, items: items.map((item) => ({ ...item, tagNames: names?.get(item.id) ?? [] })), total }
}
