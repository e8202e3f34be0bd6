import { findFirstGroups } from '@/lib/data/group-pages'
import type { Actor } from '@/lib/domain/actor'
import type { UncountedPage } from '@/lib/domain/page'
import type { GroupSearch } from '@/lib/domain/place-search'
import type { Group } from '@/lib/domain/project'

/** The next `count` of the groups that the actor may see; who walks over all of them says in the search where they are. */
export function walkGroups(actor: Actor, search: GroupSearch, count: number): Promise<UncountedPage<Group>> {
  return findFirstGroups(actor.kind === 'user' ? actor : undefined, search, count)
}
