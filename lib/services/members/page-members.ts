import { findMemberPage, type MemberEntry, type MemberFilter } from '@/lib/data/member-pages'
import type { UserActor } from '@/lib/domain/actor'
import type { HolderName } from '@/lib/domain/holder'
import type { Page, PageWish } from '@/lib/domain/page'
import { openHolder } from '@/lib/services/access/open-project'

interface MemberSearch extends MemberFilter {
  place: HolderName
  /** Also those of the groups above, each person with their highest level. */
  withInherited: boolean
}

/** One page of the members of a project or group. Errors: those of `openHolder`. */
export async function pageMembers(
  actor: UserActor,
  { place, withInherited, ...filter }: MemberSearch,
  page: PageWish,
): Promise<Page<MemberEntry>> {
  const { kind, id, traversalIds } = await openHolder(actor, 'read_members', place)
  const ownGroups = kind === 'group' ? [id] : []
  const projectId = kind === 'project' ? id : undefined
  return findMemberPage({ groupIds: withInherited ? traversalIds : ownGroups, projectId }, filter, page)
}
