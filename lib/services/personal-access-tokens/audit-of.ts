import type { UserActor } from '@/lib/domain/actor'
import { type AuditFacts, doerOf, type NewAuditEvent } from '@/lib/domain/audit-event'
import type { PersonalAccessToken } from '@/lib/domain/personal-access-token'

interface Happening {
  actor: UserActor
  address: string
  token: PersonalAccessToken
  /** What took its place. */
  next?: PersonalAccessToken
}

/** The audit event of a change to a personal access token; it names the token and never holds its value. */
export function auditOf(
  action: `personal_access_token_${'created' | 'revoked' | 'rotated'}`,
  { actor, address, token, next }: Happening,
): NewAuditEvent {
  return {
    action,
    doer: doerOf(actor, address),
    target: { type: 'personal_access_token', id: token.id, name: token.name },
    ...(action !== 'personal_access_token_created' && { before: factsOf(token) }),
    ...(action === 'personal_access_token_created' && { after: factsOf(token) }),
    ...(next && { after: { ...factsOf(next), id: next.id } }),
  }
}

function factsOf({ username, scopes, expiresAt }: PersonalAccessToken): AuditFacts {
  return { user: username, scopes, expires_at: expiresAt?.toISOString() ?? null }
}
