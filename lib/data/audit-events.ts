import type { NewAuditEvent } from '@/lib/domain/audit-event'
import { type Connection, Prisma } from './client'

/** Adds what happened to the transaction in which it happens: no event, no change. */
export async function insertAuditEvent(tx: Connection, event: NewAuditEvent): Promise<void> {
  await tx.auditEvent.create({ data: toRow(event), select: { id: true } })
}

/** Adds what happened to many things at once, as `insertAuditEvent`. */
export async function insertAuditEvents(tx: Connection, events: NewAuditEvent[]): Promise<void> {
  await tx.auditEvent.createMany({ data: events.map(toRow) })
}

function toRow({ action, doer, target, place, before, after }: NewAuditEvent) {
  return {
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
  }
}
