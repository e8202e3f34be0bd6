import type { UserActor } from '@/lib/domain/actor'
import { type AuditFacts, doerOf, type NewAuditEvent } from '@/lib/domain/audit-event'
import type { Group, Project } from '@/lib/domain/project'

interface Happening {
  actor: UserActor
  address: string
  /** As it is at that moment: its path and the groups above it are kept with the event. */
  place: Pick<Project | Group, 'kind' | 'id' | 'name' | 'fullPath' | 'traversalIds'>
  before?: AuditFacts
  after?: AuditFacts
}

type Verb = 'updated' | 'transferred' | 'archived' | 'unarchived' | 'deleted'

/** The audit event of what is done to a group or project as a whole. */
export function auditOf(verb: Verb, { actor, address, place, before, after }: Happening): NewAuditEvent {
  return {
    action: `${place.kind}_${verb}`,
    doer: doerOf(actor, address),
    target: { type: place.kind, id: place.id, name: place.name },
    place,
    before,
    after,
  }
}
