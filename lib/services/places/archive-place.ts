import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { updateGroup } from '@/lib/data/groups'
import { findPlaceSettings } from '@/lib/data/place-settings'
import { updateProject } from '@/lib/data/projects'
import { lockTree } from '@/lib/data/tree'
import type { UserActor } from '@/lib/domain/actor'
import type { HolderName } from '@/lib/domain/holder'
import { auditOf } from './audit-of'
import { openNamedPlace } from './open-named-place'

interface Archiving {
  place: HolderName
  /** False takes it out again. */
  isArchived: boolean
  address: string
}

/**
 * Makes a group with everything below it, or a project, read-only or writable again, from the next request on; where
 * it is so already, nothing happens. Errors: those of `openNamedPlace`.
 */
export function archivePlace(
  actor: UserActor,
  { place: named, isArchived, address }: Archiving,
): Promise<void> {
  return transaction(async (tx) => {
    await lockTree(tx)
    const place = await openNamedPlace(actor, 'archive', named, tx)
    const { isArchivedItself } = await findPlaceSettings(place, tx)
    if (isArchivedItself === isArchived) return
    const change = { archivedAt: isArchived ? new Date() : null }
    await (place.kind === 'group' ? updateGroup : updateProject)(tx, place.id, change)
    await insertAuditEvent(tx, auditOf(isArchived ? 'archived' : 'unarchived', { actor, address, place }))
  })
}
