import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { endSessionsOf } from '@/lib/data/sessions'
import { setBlocked } from '@/lib/data/users'
import type { Actor } from '@/lib/domain/actor'
import { accountAudit } from './account-audit'
import { openUser, refuseSelf } from './open-user'

/**
 * Shuts a user out from their next request on, and ends their sessions, so that letting them in again revives none.
 * Blocking twice is no error. Errors: those of `openUser`; `invalid` for oneself.
 */
export function blockUser(actor: Actor, userId: number, address: string): Promise<void> {
  return transaction(async (tx) => {
    const { user, administrator } = await openUser(tx, actor, userId)
    refuseSelf(user, administrator, 'block')
    if (user.blockedAt) return
    await setBlocked(tx, user.id, true)
    await endSessionsOf(tx, user.id)
    await insertAuditEvent(tx, accountAudit('user_blocked', administrator, address, user))
  })
}
