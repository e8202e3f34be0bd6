import type { Connection } from '@/lib/data/client'
import { findLiveUser, lockUsers } from '@/lib/data/users'
import type { Actor, UserActor } from '@/lib/domain/actor'
import { nobody } from '@/lib/domain/actor'
import { requireAdministrator } from './require-administrator'

/**
 * The administrator, who still is one: read again in the transaction, in which from now on no other administrator
 * takes anything from anybody. As nobody blocks, demotes or deletes themselves, whoever acts is an administrator who
 * stays, and the last one can never go. Errors: those of `requireAdministrator`.
 */
export async function holdAdministration(tx: Connection, actor: Actor): Promise<UserActor> {
  const { id } = requireAdministrator(actor)
  await lockUsers(tx)
  return requireAdministrator((await findLiveUser(id, tx)) ?? nobody)
}
