import type { MemberEntry } from '@/lib/data/member-pages'
import type { UserActor } from '@/lib/domain/actor'
import { type HolderName, isId } from '@/lib/domain/holder'
import { pageMembers } from './page-members'

interface Wanted {
  place: HolderName
  userId: number
  /** Also by the groups above, with the highest level. */
  withInherited: boolean
}

/** One member of a project or group; undefined for a user who is none. Errors: those of `openHolder`. */
export async function findMember(
  actor: UserActor,
  { place, userId, withInherited }: Wanted,
): Promise<MemberEntry | undefined> {
  // no user has 0 for a number, so the place is opened all the same
  const search = { place, text: '', withInherited, userId: isId(userId) ? userId : 0 }
  const { items } = await pageMembers(actor, search, { page: 1, perPage: 1 })
  return items[0]
}
