import type { UserActor } from '@/lib/domain/actor'
import { type AuditFacts, doerOf, type NewAuditEvent } from '@/lib/domain/audit-event'

interface Standing {
  accessLevel: number
  expiresAt: Date | null
}

interface Happening {
  actor: UserActor
  address: string
  place: NonNullable<NewAuditEvent['place']>
  user: { id: number; username: string }
  before?: Standing
  after?: Standing
}

/** The audit event of a change to somebody's membership of a place. */
export function auditOf(
  action: 'member_added' | 'member_updated' | 'member_removed',
  { actor, address, place, user, before, after }: Happening,
): NewAuditEvent {
  return {
    action,
    doer: doerOf(actor, address),
    target: { type: 'user', id: user.id, name: user.username },
    place,
    before: before && factsOf(before),
    after: after && factsOf(after),
  }
}

function factsOf({ accessLevel, expiresAt }: Standing): AuditFacts {
  return { access_level: accessLevel, expires_at: expiresAt?.toISOString() ?? null }
}
