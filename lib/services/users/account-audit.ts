import { type AuditAction, type AuditFacts, doerOf, type NewAuditEvent } from '@/lib/domain/audit-event'
import type { UserRecord } from '@/lib/domain/user-view'

/** The audit event of what somebody at this address did to a user. */
export function accountAudit(
  action: AuditAction,
  doer: { id: number; username: string },
  address: string,
  user: { id: number; username: string },
): NewAuditEvent {
  return {
    action,
    doer: doerOf(doer, address),
    target: { type: 'user', id: user.id, name: user.username },
  }
}

/** What the log tells of an account. */
export function accountFacts(
  account: Pick<UserRecord, 'name' | 'username' | 'email' | 'isAdmin'>,
): AuditFacts {
  const { name, username, email, isAdmin } = account
  return { name, username, email, administrator: isAdmin }
}
