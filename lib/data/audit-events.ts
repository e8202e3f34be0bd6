import type { AuditEvent, AuditFacts, AuditQuery, NewAuditEvent } from '@/lib/domain/audit-event'
import type { Holder } from '@/lib/domain/holder'
import { type Connection, database, Prisma } from './client'

/**
 * Adds what happened to the transaction in which it happens: no event, no change. The last statement of an act: events
 * follow one another, so the next one waits until this transaction ends, and locks taken later could wait for it.
 */
export async function insertAuditEvent(tx: Connection, event: NewAuditEvent): Promise<void> {
  await tx.auditEvent.create({ data: toRow(event), select: { id: true } })
}

/** Adds many events at once, as `insertAuditEvent`: one statement. */
export async function insertAuditEvents(tx: Connection, events: readonly NewAuditEvent[]): Promise<void> {
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

/** A row of the log as `auditColumns` reads it. */
export interface AuditRow {
  id: bigint
  at: Date
  action: string
  actorId: number | null
  actorName: string
  address: string
  targetType: string
  targetId: number
  targetName: string
  placePath: string
  before: AuditFacts | null
  after: AuditFacts | null
  hash: string
}

/** The columns of an `AuditRow`, of event `e`. */
export const auditColumns = Prisma.sql`
  e.id, e.at, e.action, e.actor_id AS "actorId", e.actor_name AS "actorName", e.address,
  e.target_type AS "targetType", e.target_id AS "targetId", e.target_name AS "targetName",
  e.place_path AS "placePath", e.before, e.after, encode(e.hash, 'hex') AS hash`

/**
 * At most `limit` events of a project, of a group and everything below it, or of the instance; the newest first, also
 * where they are asked for as those right after one. One query.
 */
export async function listAuditEvents(
  holder: Holder | undefined,
  query: AuditQuery,
  limit: number,
): Promise<AuditEvent[]> {
  const isForward = query.newer_than !== undefined
  const order = isForward ? Prisma.sql`ASC` : Prisma.sql`DESC`
  // by time where days are asked for: the index over both reads nothing but those days
  const by = hasDays(query) ? Prisma.sql`e.at ${order}, e.id ${order}` : Prisma.sql`e.id ${order}`
  const rows = await database().$queryRaw<AuditRow[]>`
    SELECT ${auditColumns} FROM audit_events e WHERE ${Prisma.join(conditions(holder, query), ' AND ')}
    ORDER BY ${by} LIMIT ${limit}`
  const events = rows.map(toAuditEvent)
  return isForward ? events.reverse() : events
}

function conditions(holder: Holder | undefined, query: AuditQuery): Prisma.Sql[] {
  const { action, author, target_type, target, created_after, created_before } = query
  const all = [
    holder && isIn(holder),
    action && Prisma.sql`e.action = ${action}`,
    author && Prisma.sql`lower(e.actor_name) = lower(${author})`,
    target_type && Prisma.sql`e.target_type = ${target_type}`,
    target && Prisma.sql`position(lower(${target}) IN lower(e.target_name)) > 0`,
    created_after && Prisma.sql`e.at >= ${created_after}::date::timestamp AT TIME ZONE 'UTC'`,
    created_before && Prisma.sql`e.at < (${created_before}::date + 1)::timestamp AT TIME ZONE 'UTC'`,
    isBeyond(query),
  ]
  return [Prisma.sql`true`, ...all.filter((condition) => condition instanceof Prisma.Sql)]
}

/** True for what happened in this project, or in this group and everything below it. */
export function isIn({ kind, id }: Holder): Prisma.Sql {
  return kind === 'project' ? Prisma.sql`e.project_id = ${id}` : Prisma.sql`e.group_ids @> ARRAY[${id}::int]`
}

/** Where the page before this one ended. */
function isBeyond(query: AuditQuery): Prisma.Sql | undefined {
  const { newer_than, older_than } = query
  const edge = newer_than ?? older_than
  if (edge === undefined) return
  const beyond = newer_than === undefined ? Prisma.sql`<` : Prisma.sql`>`
  return hasDays(query)
    ? Prisma.sql`(e.at, e.id) ${beyond} (SELECT at, id FROM audit_events WHERE id = ${edge})`
    : Prisma.sql`e.id ${beyond} ${edge}`
}

function hasDays({ created_after, created_before }: AuditQuery): boolean {
  return created_after !== undefined || created_before !== undefined
}

/** An event from its row. */
export function toAuditEvent(row: AuditRow): AuditEvent {
  const { actorId, actorName, targetType, targetId, targetName, ...rest } = row
  return {
    ...rest,
    id: Number(row.id),
    author: { id: actorId, username: actorName },
    target: { type: targetType, id: targetId, name: targetName },
  }
}
