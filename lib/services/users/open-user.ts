import type { Connection } from '@/lib/data/client'
import { findUserRecord } from '@/lib/data/users'
import type { Actor, UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { notFoundText } from '@/lib/domain/refusal'
import type { UserRecord } from '@/lib/domain/user-view'
import { holdAdministration } from '@/lib/services/access/hold-administration'

/**
 * The user of this number, for an administrator who is about to change them: as they are until this transaction ends.
 * Errors: those of `holdAdministration`; `not_found` for a number that is nobody's.
 */
export async function openUser(
  tx: Connection,
  actor: Actor,
  userId: number,
): Promise<{ user: UserRecord; administrator: UserActor }> {
  const administrator = await holdAdministration(tx, actor)
  const user = await findUserRecord(tx, userId)
  if (!user) throw new DomainError('not_found', notFoundText)
  return { user, administrator }
}

/** Error: `invalid` where somebody would do this to themselves. */
export function refuseSelf(user: UserRecord, administrator: UserActor, verb: string): void {
  if (user.id === administrator.id) throw new DomainError('invalid', `You cannot ${verb} yourself.`)
}
