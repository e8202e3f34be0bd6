import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { endSessionsOf } from '@/lib/data/sessions'
import type { UserActor } from '@/lib/domain/actor'
import { doerOf } from '@/lib/domain/audit-event'

/** Ends every session of the actor's but the one they ask in; one event says how many there were, if there were any. */
export async function revokeOtherSessions(
  actor: UserActor,
  currentId: string,
  address: string,
): Promise<void> {
  await transaction(async (tx) => {
    const sessions = await endSessionsOf(tx, actor.id, currentId)
    if (sessions === 0) return
    await insertAuditEvent(tx, {
      action: 'session_ended',
      doer: doerOf(actor, address),
      target: { type: 'user', id: actor.id, name: actor.username },
      before: { other_sessions: sessions },
    })
  })
}
