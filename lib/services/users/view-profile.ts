import { findProfile, type Profile } from '@/lib/data/profiles'
import type { UserActor } from '@/lib/domain/actor'
import { isId } from '@/lib/domain/holder'

/** A user as any signed-in user may see them; undefined: there is none of this number. */
export async function viewProfile(_actor: UserActor, id: number): Promise<Profile | undefined> {
  return isId(id) ? findProfile(id) : undefined
}
