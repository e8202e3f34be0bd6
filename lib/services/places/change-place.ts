import { insertAuditEvent } from '@/lib/data/audit-events'
import type { Connection } from '@/lib/data/client'
import { type PlaceChange, updateGroup } from '@/lib/data/groups'
import { updateProject } from '@/lib/data/projects'
import type { UserActor } from '@/lib/domain/actor'
import { type AuditFacts, differenceOf } from '@/lib/domain/audit-event'
import type { Group, Project } from '@/lib/domain/project'
import { auditOf } from './audit-of'

interface Change {
  actor: UserActor
  address: string
  place: Project | Group
  change: PlaceChange
  /** The same in the words of the audit log. */
  before: AuditFacts
  after: AuditFacts
}

/** Changes a group's or project's own row and writes down exactly what differs; where nothing does, it does neither. */
export async function changePlace(tx: Connection, { change, before, after, ...happening }: Change) {
  const changed = differenceOf(before, after)
  if (!changed) return
  const { place } = happening
  await (place.kind === 'group' ? updateGroup : updateProject)(tx, place.id, change)
  const name = change.name ?? place.name
  await insertAuditEvent(tx, auditOf('updated', { ...happening, ...changed, place: { ...place, name } }))
}
