import type { AuditEvent, AuditSpan } from '@/lib/domain/audit-event'
import type { Holder } from '@/lib/domain/holder'
import type { Page, PageWish } from '@/lib/domain/page'
import { type AuditRow, auditColumns, isIn, toAuditEvent } from './audit-events'
import { database, Prisma } from './client'
import { selectPage } from './pages'

/** An event, and the project or group in which it happened; null for the instance. */
export interface AuditRecord {
  event: AuditEvent
  entity: Holder | null
}

type RecordRow = AuditRow & { projectId: number | null; groupId: number | null }

// the group it happened in is the last of its chain
const columns = Prisma.sql`${auditColumns}, e.project_id AS "projectId", e.group_ids[cardinality(e.group_ids)] AS "groupId"`

/** One page of the events of a project, of a group and what is below it, or of the instance; the newest first. */
export async function findAuditPage(
  holder: Holder | undefined,
  { after, before }: AuditSpan,
  page: PageWish,
): Promise<Page<AuditRecord>> {
  const conditions = [inside(holder)]
  if (after) conditions.push(Prisma.sql`e.at >= ${after}`)
  if (before) conditions.push(Prisma.sql`e.at <= ${before}`)
  const from = Prisma.sql`FROM audit_events e WHERE ${Prisma.join(conditions, ' AND ')}`
  const { items, total } = await selectPage<RecordRow>({ columns, from, order: Prisma.sql`e.id DESC` }, page)
  return { items: items.map(toRecord), total }
}

/** The event of this number, where it is in that log. */
export async function findAuditRecord(
  holder: Holder | undefined,
  id: number,
): Promise<AuditRecord | undefined> {
  const [row] = await database().$queryRaw<RecordRow[]>`
    SELECT ${columns} FROM audit_events e WHERE e.id = ${id} AND ${inside(holder)}`
  return row && toRecord(row)
}

function inside(holder: Holder | undefined): Prisma.Sql {
  return holder ? isIn(holder) : Prisma.sql`true`
}

function toRecord({ projectId, groupId, ...row }: RecordRow): AuditRecord {
  return { event: toAuditEvent(row), entity: entityOf(projectId, groupId) }
}

function entityOf(projectId: number | null, groupId: number | null): Holder | null {
  if (projectId !== null) return { kind: 'project', id: projectId }
  return groupId === null ? null : { kind: 'group', id: groupId }
}
