import { insertAuditEvent } from '@/lib/data/audit-events'
import { type Transaction, within } from '@/lib/data/client'
import { isPathTaken, movePlace } from '@/lib/data/moves'
import { lockTree } from '@/lib/data/tree'
import type { UserActor } from '@/lib/domain/actor'
import type { HolderName } from '@/lib/domain/holder'
import { fullPathOf, isReserved } from '@/lib/domain/namespace'
import { reservedPath, takenPath } from '@/lib/services/groups/check-place'
import { auditOf } from './audit-of'
import { openNamedPlace } from './open-named-place'
import { parentOf } from './parent-of'

interface Change {
  place: HolderName
  path: string
  address: string
}

/**
 * Gives a group or project another path in its parent, and gives its new full path. Everything below moves along;
 * readers of the old paths are led on. Errors: those of `openNamedPlace`; `invalid` for a path taken or reserved.
 */
export function changePath(
  actor: UserActor,
  { place: named, path, address }: Change,
  partOf?: Transaction,
): Promise<string> {
  return within(partOf, async (tx) => {
    await lockTree(tx)
    const place = await openNamedPlace(actor, 'edit_settings', named, tx)
    const parent = await parentOf(tx, place)
    if (isReserved(path, parent?.fullPath)) throw reservedPath(path)
    const fullPath = fullPathOf(path, parent?.fullPath)
    if (fullPath === place.fullPath) return fullPath
    if (await isPathTaken(tx, fullPath, place)) throw takenPath()
    await movePlace(tx, place, { parent, path, fullPath })
    await insertAuditEvent(
      tx,
      auditOf('updated', {
        actor,
        address,
        place: { ...place, fullPath },
        before: { path: place.fullPath },
        after: { path: fullPath },
      }),
    )
    return fullPath
  })
}
