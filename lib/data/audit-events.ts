import type { NewAuditEvent } from '@/lib/domain/audit-event'
import { type Connection, Prisma } from './client'

/** Adds what happened to the transaction in which it happens: no event, no change. */
export async function insertAuditEvent(tx: Connection, event: NewAuditEvent): Promise<void> {
  const { action, doer, target, place, before, after } = event
  await tx.auditEvent.create({
    data: {
      action,
      actorId: doer.id,
      actorName: doer.username,
      address: doer.address,
      targetType: target.type,
      targetId: target.id,
      targetName: target.name,
      projectId: place?.kind === 'project' ? place.id : null,
      groupIds: [...(place?.traversalIds ?? [])],
      placePath: place?.fullPath ?? '',
      before: before ?? Prisma.DbNull,
      after: after ?? Prisma.DbNull,
    },
    select: { id: true },
  })
}
