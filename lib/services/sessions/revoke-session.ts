import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { endSessionOf } from '@/lib/data/sessions'
import type { UserActor } from '@/lib/domain/actor'
import { doerOf } from '@/lib/domain/audit-event'
import { deviceOf } from '@/lib/domain/device'
import { DomainError } from '@/lib/domain/error'

/**
 * Ends a session of the actor's own, at its next request; ending it twice is no error, and no second event.
 * Error: `not_found` for one that is not theirs.
 */
export async function revokeSession(actor: UserActor, sessionId: string, address: string): Promise<void> {
  await transaction(async (tx) => {
    const session = await endSessionOf(tx, actor.id, sessionId)
    if (!session) throw new DomainError('not_found', 'There is no such session.')
    if (!session.changed) return
    await insertAuditEvent(tx, {
      action: 'session_ended',
      doer: doerOf(actor, address),
      target: { type: 'user', id: actor.id, name: actor.username },
      before: {
        device: deviceOf(session.userAgent),
        address: session.address,
        signed_in_at: session.createdAt.toISOString(),
      },
    })
  })
}
