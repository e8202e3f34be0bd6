import type { UserActor } from '@/lib/domain/actor'
import { doerOf, type NewAuditEvent } from '@/lib/domain/audit-event'
import { type DeployToken, usernameOf } from '@/lib/domain/deploy-token'

interface Happening {
  actor: UserActor
  address: string
  holder: NonNullable<NewAuditEvent['place']>
  token: DeployToken
}

/** The audit event of a change to a deploy token; it names the token and never holds its value. */
export function auditOf(
  action: 'deploy_token_created' | 'deploy_token_revoked' | 'deploy_token_deleted',
  { actor, address, holder, token }: Happening,
): NewAuditEvent {
  const facts = {
    username: usernameOf(token),
    scopes: token.scopes,
    expires_at: token.expiresAt?.toISOString() ?? null,
  }
  return {
    action,
    doer: doerOf(actor, address),
    target: { type: 'deploy_token', id: token.id, name: token.name },
    place: holder,
    ...(action === 'deploy_token_created' ? { after: facts } : { before: facts }),
  }
}
