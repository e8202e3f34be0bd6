import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { insertUser } from '@/lib/data/users'
import type { Actor, UserActor } from '@/lib/domain/actor'
import type { NewUserForm } from '@/lib/domain/user'
import { holdAdministration } from '@/lib/services/access/hold-administration'
import { requireAdministrator } from '@/lib/services/access/require-administrator'
import { hashPassword } from '@/lib/storage/passwords'
import { accountAudit, accountFacts } from './account-audit'
import { oneTimePassword } from './one-time-password'
import { refuseTaken, writeAccount } from './taken-account'

export interface CreatedUser {
  user: UserActor
  /** The password that was generated, which nobody can show again; undefined for one that was typed. */
  password: string | undefined
}

/**
 * Makes an account, whose password, typed or generated, has to be changed at the first sign-in. Errors: those of
 * `requireAdministrator`; `invalid` with fields for a user name or e-mail address that is taken.
 */
export async function createUser(actor: Actor, form: NewUserForm, address: string): Promise<CreatedUser> {
  requireAdministrator(actor)
  const { password: typed, ...account } = form
  await refuseTaken(account)
  const password = typed || oneTimePassword()
  const passwordDigest = await hashPassword(password)
  const user = await writeAccount(() =>
    transaction(async (tx) => {
      const administrator = await holdAdministration(tx, actor)
      const inserted = await insertUser(tx, { ...account, passwordDigest, mustChangePassword: true })
      await insertAuditEvent(tx, {
        ...accountAudit('user_created', administrator, address, inserted),
        after: accountFacts(account),
      })
      return inserted
    }),
  )
  return { user, password: typed ? undefined : password }
}
