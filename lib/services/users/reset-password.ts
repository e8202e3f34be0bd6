import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { endSessionsOf } from '@/lib/data/sessions'
import { setPassword } from '@/lib/data/users'
import type { Actor } from '@/lib/domain/actor'
import { requireAdministrator } from '@/lib/services/access/require-administrator'
import { hashPassword } from '@/lib/storage/passwords'
import { accountAudit } from './account-audit'
import { oneTimePassword } from './one-time-password'
import { openUser } from './open-user'

/**
 * Gives a user a new password that they have to change at their next sign-in, ends their sessions, and tells the
 * password, this once. Errors: those of `openUser`.
 */
export async function resetPassword(actor: Actor, userId: number, address: string): Promise<string> {
  requireAdministrator(actor)
  const password = oneTimePassword()
  const passwordDigest = await hashPassword(password)
  await transaction(async (tx) => {
    const { user, administrator } = await openUser(tx, actor, userId)
    await setPassword(user.id, passwordDigest, { mustChangePassword: true, connection: tx })
    await endSessionsOf(tx, user.id)
    await insertAuditEvent(tx, accountAudit('password_reset', administrator, address, user))
  })
  return password
}
