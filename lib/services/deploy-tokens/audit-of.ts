import type { AuditAction, AuditEvent } from '@/lib/data/audit-events'
import type { UserActor } from '@/lib/domain/actor'
import { type DeployToken, usernameOf } from '@/lib/domain/deploy-token'
import type { Group, Project } from '@/lib/domain/project'

interface Happening {
  actor: UserActor
  address: string
  holder: Project | Group
  token: DeployToken
}

/** The audit event of a change to a deploy token; it names the token and never holds its value. */
export function auditOf(action: AuditAction, { actor, address, holder, token }: Happening): AuditEvent {
  return {
    action,
    actor: { id: actor.id, name: actor.username },
    address,
    target: { type: 'deploy_token', id: token.id, name: token.name },
    ...(holder.kind === 'project' ? { projectId: holder.id } : { groupId: holder.id }),
    holderPath: holder.fullPath,
    details: {
      username: usernameOf(token),
      scopes: token.scopes,
      expires_at: token.expiresAt?.toISOString() ?? null,
    },
  }
}
