import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { endSessionsOf } from '@/lib/data/sessions'
import { setBlocked } from '@/lib/data/users'
import type { Actor } from '@/lib/domain/actor'
import { accountAudit } from './account-audit'
import { openUser } from './open-user'

/** Lets a blocked user sign in again; one who is not blocked is no error. Errors: those of `openUser`. */
export function unblockUser(actor: Actor, userId: number, address: string): Promise<void> {
  return transaction(async (tx) => {
    const { user, administrator } = await openUser(tx, actor, userId)
    if (!user.blockedAt) return
    // a sign-in that was under way as they were blocked may have left one
    await endSessionsOf(tx, user.id)
    await setBlocked(tx, user.id, false)
    await insertAuditEvent(tx, accountAudit('user_unblocked', administrator, address, user))
  })
}
