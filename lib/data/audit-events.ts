import type { Connection, Prisma } from './client'

export type AuditAction =
  | 'deploy_token_created'
  | 'deploy_token_revoked'
  | 'group_created'
  | 'project_created'
  | 'user_created'
  | 'member_added'

export interface AuditEvent {
  action: AuditAction
  actor: { id: number | null; name: string }
  /** Where the request came from; 'console' for the start-up itself. */
  address: string
  target: { type: 'deploy_token' | 'group' | 'project' | 'user'; id: number; name: string }
  projectId?: number
  groupId?: number
  /** Full path of the project or group then. */
  holderPath: string
  details?: Prisma.InputJsonObject
}

/** Adds what happened to the transaction in which it happens: no event, no change. */
export async function insertAuditEvent(tx: Connection, event: AuditEvent): Promise<void> {
  const { actor, target, projectId, groupId, details, ...rest } = event
  await tx.auditEvent.create({
    data: {
      ...rest,
      actorId: actor.id,
      actorName: actor.name,
      targetType: target.type,
      targetId: target.id,
      targetName: target.name,
      projectId: projectId ?? null,
      groupId: groupId ?? null,
      details: details ?? {},
    },
    select: { id: true },
  })
}
