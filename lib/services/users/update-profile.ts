import { findTaken, lockAccount, updateAccount } from '@/lib/data/accounts'
import { insertAuditEvent } from '@/lib/data/audit-events'
import { isTaken, transaction } from '@/lib/data/client'
import type { UserActor } from '@/lib/domain/actor'
import { type AuditFacts, doerOf } from '@/lib/domain/audit-event'
import { DomainError } from '@/lib/domain/error'
import { changesSignIn, type ProfileChange } from '@/lib/domain/profile'
import type { Account } from '@/lib/domain/user'
import { confirmPassword } from '@/lib/services/access/confirm-password'
import { openProfile } from './open-profile'

/**
 * Writes the actor's own name, user name and e-mail address. Errors: those of `confirmPassword` where the change is one
 * of how they sign in; `invalid` with fields for what somebody else has; `conflict` where it was changed meanwhile.
 */
export async function updateProfile(
  actor: UserActor,
  { currentPassword, ...account }: ProfileChange,
  address: string,
): Promise<void> {
  const isConfirmed = changesSignIn(await openProfile(actor), account)
  if (isConfirmed) await confirmPassword(actor, { password: currentPassword, address })
  try {
    await transaction(async (tx) => {
      const before = await lockAccount(tx, actor.id)
      if (!before || (changesSignIn(before, account) && !isConfirmed)) throw changedMeanwhile()
      const taken = await findTaken(tx, actor.id, account)
      if (taken.username || taken.email) throw takenAccount(taken)
      const changed = changesOf(before, account)
      if (!changed) return
      await updateAccount(tx, actor.id, account)
      await insertAuditEvent(tx, {
        action: 'user_updated',
        doer: doerOf(actor, address),
        target: { type: 'user', id: actor.id, name: account.username },
        ...changed,
      })
    })
  } catch (error) {
    // taken in this very moment
    if (isTaken(error, 'username_key')) throw takenAccount({ username: true, email: false })
    if (isTaken(error, 'email')) throw takenAccount({ username: false, email: true })
    throw error
  }
}

function changesOf(before: Account, after: Account): { before: AuditFacts; after: AuditFacts } | undefined {
  const keys = (['name', 'username', 'email'] as const).filter((key) => before[key] !== after[key])
  const factsOf = (account: Account) => Object.fromEntries(keys.map((key) => [key, account[key]]))
  return keys.length > 0 ? { before: factsOf(before), after: factsOf(after) } : undefined
}

function takenAccount(taken: { username: boolean; email: boolean }): DomainError {
  const username = 'Username has already been taken'
  const email = 'Email has already been taken'
  return new DomainError('invalid', taken.username ? username : email, {
    fields: { ...(taken.username && { username: [username] }), ...(taken.email && { email: [email] }) },
  })
}

function changedMeanwhile(): DomainError {
  return new DomainError('conflict', 'Your account has been changed meanwhile. Reload the page.')
}
