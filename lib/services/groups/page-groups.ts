import { findGroupPage } from '@/lib/data/group-pages'
import type { Actor } from '@/lib/domain/actor'
import type { PlaceName } from '@/lib/domain/holder'
import type { Page, PageWish } from '@/lib/domain/page'
import type { GroupSearch } from '@/lib/domain/place-search'
import type { Group } from '@/lib/domain/project'
import { openGroup } from '@/lib/services/access/open-project'

/** One page of the groups that the actor may see, of all or below one. Errors: those of `openGroup`. */
export async function pageGroups(
  actor: Actor,
  { group, ...search }: GroupSearch & { group?: PlaceName },
  page: PageWish,
): Promise<Page<Group>> {
  const opened = group === undefined ? undefined : await openGroup(actor, 'read_group', group)
  const viewer = actor.kind === 'user' ? actor : undefined
  return findGroupPage(viewer, { ...search, below: opened?.id }, page)
}
