import { findProfilePage, type Profile } from '@/lib/data/profiles'
import type { UserActor } from '@/lib/domain/actor'
import type { Page, PageWish } from '@/lib/domain/page'

/** One page of the users, for any signed-in user: of one user name, or with a text in name or user name. */
export function pageProfiles(
  _actor: UserActor,
  search: { username?: string; text: string },
  page: PageWish,
): Promise<Page<Profile>> {
  return findProfilePage(search, page)
}
