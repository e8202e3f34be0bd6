import { findAccount } from '@/lib/data/accounts'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { notFoundText } from '@/lib/domain/refusal'
import type { Account } from '@/lib/domain/user'

/** The actor's own account. Error: `not_found` once it is gone. */
export async function openProfile(actor: UserActor): Promise<Account> {
  const account = await findAccount(actor.id)
  if (!account) throw new DomainError('not_found', notFoundText)
  return account
}
