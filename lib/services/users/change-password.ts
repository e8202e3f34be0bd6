import { randomUUID } from 'node:crypto'
import { replacePassword } from '@/lib/data/accounts'
import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { endSessionsOf, renewSession } from '@/lib/data/sessions'
import type { UserActor } from '@/lib/domain/actor'
import { doerOf } from '@/lib/domain/audit-event'
import { confirmPassword, wrongPassword } from '@/lib/services/access/confirm-password'
import { lastMoment } from '@/lib/services/sessions/start-session'
import { hashPassword } from '@/lib/storage/passwords'

interface Change {
  currentPassword: string
  newPassword: string
  /** The session in which they do it. */
  sessionId: string
  address: string
}

/**
 * Gives the actor another password, and the id of the one session they have left: a new one in the place of the one
 * they used, as somebody may hold a copy of its cookie. Errors: those of `confirmPassword`.
 */
export async function changePassword(
  actor: UserActor,
  { currentPassword, newPassword, sessionId, address }: Change,
): Promise<string> {
  const from = await confirmPassword(actor, { password: currentPassword, address })
  const to = await hashPassword(newPassword)
  const renewed = { id: randomUUID(), address, expiresAt: lastMoment() }
  await transaction(async (tx) => {
    // somebody was faster: an administrator's reset, or another window
    if (!(await replacePassword(tx, actor.id, { from, to }))) throw wrongPassword()
    await endSessionsOf(tx, actor.id)
    await renewSession(tx, sessionId, renewed)
    await insertAuditEvent(tx, {
      action: 'password_changed',
      doer: doerOf(actor, address),
      target: { type: 'user', id: actor.id, name: actor.username },
    })
  })
  return renewed.id
}
