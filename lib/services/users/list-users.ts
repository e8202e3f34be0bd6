import { listUsers as listRows, type UserPage } from '@/lib/data/user-listings'
import type { Actor } from '@/lib/domain/actor'
import type { UserListQuery } from '@/lib/domain/admin-list'
import { requireAdministrator } from '@/lib/services/access/require-administrator'

/** One page of all users, with the counts of the tabs. Errors: those of `requireAdministrator`. */
export async function listUsers(actor: Actor, query: UserListQuery): Promise<UserPage> {
  requireAdministrator(actor)
  return listRows(query)
}
