import { listAuditEvents as listRows } from '@/lib/data/audit-events'
import type { Actor } from '@/lib/domain/actor'
import { type AuditEvent, type AuditQuery, auditEventsPerPage } from '@/lib/domain/audit-event'
import type { Group, Project } from '@/lib/domain/project'
import { type NamedLog, openAuditLog } from './open-audit-log'

export interface AuditPage {
  /** The project or group; undefined for the instance. */
  holder: Project | Group | undefined
  /** The newest first. */
  events: AuditEvent[]
  hasNewer: boolean
  hasOlder: boolean
}

/** One page of what happened in a project, in a group's tree, or in the instance. Errors: those of `openAuditLog`. */
export async function listAuditEvents(actor: Actor, named: NamedLog, query: AuditQuery): Promise<AuditPage> {
  const holder = await openAuditLog(actor, named)
  // one more than is shown tells whether there are others in that direction
  const found = await listRows(holder, query, auditEventsPerPage + 1)
  const hasMore = found.length > auditEventsPerPage
  if (query.newer_than !== undefined)
    return { holder, events: found.slice(-auditEventsPerPage), hasNewer: hasMore, hasOlder: true }
  const hasNewer = query.older_than !== undefined
  return { holder, events: found.slice(0, auditEventsPerPage), hasNewer, hasOlder: hasMore }
}
