import { findListedUser } from '@/lib/data/user-listings'
import { listMembershipsOf, type UserMembership } from '@/lib/data/user-memberships'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { notFoundText } from '@/lib/domain/refusal'
import type { ListedUser } from '@/lib/domain/user-view'
import { requireAdministrator } from '@/lib/services/access/require-administrator'

const membershipsShown = 100

export interface ViewedUser {
  user: ListedUser
  memberships: UserMembership[]
  /** How many there are, shown or not. */
  membershipTotal: number
}

/** A user by name, with what they are a member of. Errors: those of `requireAdministrator`; `not_found`. */
export async function viewUser(actor: Actor, username: string): Promise<ViewedUser> {
  requireAdministrator(actor)
  const user = isName(username) ? await findListedUser(username) : undefined
  if (!user) throw new DomainError('not_found', notFoundText)
  const { memberships, total } = await listMembershipsOf(user.id, membershipsShown)
  return { user, memberships, membershipTotal: total }
}

/** Anything longer, or with a NUL in it, is nobody's name, and is not looked up. */
function isName(text: string): boolean {
  return text.length <= 255 && !text.includes('\0')
}
