import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { updateUser as updateRow } from '@/lib/data/users'
import type { Actor } from '@/lib/domain/actor'
import { differenceOf } from '@/lib/domain/audit-event'
import type { UserForm } from '@/lib/domain/user'
import { accountAudit, accountFacts } from './account-audit'
import { openUser, refuseSelf } from './open-user'
import { refuseTaken, writeAccount } from './taken-account'

/**
 * Changes the account of a user; what was, and what is, stands in the log. Errors: those of `openUser`; `invalid` for
 * administrators who would demote themselves, and with fields for a user name or e-mail address that is taken.
 */
export function updateUser(actor: Actor, userId: number, form: UserForm, address: string): Promise<void> {
  return writeAccount(() =>
    transaction(async (tx) => {
      const { user, administrator } = await openUser(tx, actor, userId)
      if (!form.isAdmin) refuseSelf(user, administrator, 'take administrator access from')
      const difference = differenceOf(accountFacts(user), accountFacts(form))
      if (!difference) return
      await refuseTaken(form, user.id, tx)
      await updateRow(tx, user.id, form)
      await insertAuditEvent(tx, {
        ...accountAudit('user_updated', administrator, address, { ...user, username: form.username }),
        ...difference,
      })
    }),
  )
}
