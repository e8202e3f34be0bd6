import { insertAuditEvent } from '@/lib/data/audit-events'
import { type Connection, transaction } from '@/lib/data/client'
import { ensureOwner } from '@/lib/data/members'
import { isPathTaken, levelsOf, movePlace } from '@/lib/data/moves'
import { lockTree } from '@/lib/data/tree'
import type { UserActor } from '@/lib/domain/actor'
import { doerOf } from '@/lib/domain/audit-event'
import { DomainError } from '@/lib/domain/error'
import type { HolderName, PlaceName } from '@/lib/domain/holder'
import { fullPathOf, groupDepthMax, isReserved } from '@/lib/domain/namespace'
import type { Group, Project } from '@/lib/domain/project'
import { isWithin } from '@/lib/domain/visibility'
import { openGroup } from '@/lib/services/access/open-project'
import { auditOf } from './audit-of'
import { checkConfirmation, openNamedPlace } from './open-named-place'

interface Transfer {
  place: HolderName
  /** The group it goes into, by full path or number, or '' for a group that goes to the top. */
  parent: PlaceName
  /** The full path of the place, typed by hand. */
  confirmation: string
  address: string
}

/**
 * Moves a project or group with everything below it into another group, and gives its new full path. Who reaches it
 * through a group, people and tokens, does so by the new groups at the next request; a group that would be without an
 * Owner at the top gets the actor. Errors: those of `openNamedPlace`, and of `openGroup` for the new parent;
 * `invalid` where it cannot stand there.
 */
export function transferPlace(actor: UserActor, transfer: Transfer): Promise<string> {
  const { place: named, confirmation, address } = transfer
  return transaction(async (tx) => {
    await lockTree(tx)
    const place = await openNamedPlace(actor, 'transfer', named, tx)
    checkConfirmation(confirmation, place)
    const parent = transfer.parent
      ? await openGroup(actor, 'receive_transfer', transfer.parent, tx)
      : undefined
    const path = place.fullPath.slice(place.fullPath.lastIndexOf('/') + 1)
    const fullPath = fullPathOf(path, parent?.fullPath)
    const problem = problemOf(place, parent, path) ?? (await problemInTree(tx, place, parent, fullPath))
    if (problem) throw new DomainError('invalid', problem, { fields: { parent: [problem] } })

    await movePlace(tx, place, { parent, path, fullPath })
    const own = place.kind === 'group' ? [place.id] : []
    const moved = { ...place, fullPath, traversalIds: [...(parent?.traversalIds ?? []), ...own] }
    const isKept = !parent && (await ensureOwner(tx, moved.id, actor.id))
    // the groups it has left hear of it too
    const chains = [...new Set([...place.traversalIds, ...moved.traversalIds])]
    await insertAuditEvent(
      tx,
      auditOf('transferred', {
        actor,
        address,
        place: { ...moved, traversalIds: chains },
        before: { path: place.fullPath },
        after: { path: fullPath },
      }),
    )
    if (isKept) await auditOwner(tx, actor, moved, address)
    return fullPath
  })
}

/** What is against it by the rules alone. */
function problemOf(place: Project | Group, parent: Group | undefined, path: string): string | undefined {
  if (!parent && place.kind === 'project') return 'A project stands in a group'
  if (parent?.fullPath === place.ancestors.at(-1)?.fullPath) return `The ${place.kind} is already there`
  if (place.kind === 'group' && parent?.traversalIds.includes(place.id))
    return 'A group cannot be moved into itself, or below itself'
  if (isReserved(path, parent?.fullPath)) return `Path ${path} is a reserved name there`
  if (parent && !isWithin(place.visibility, parent.visibility))
    return `The ${place.kind} is ${place.visibility}, and the group is ${parent.visibility}: narrow its visibility first`
  return undefined
}

/** What is against it by what else stands there. */
async function problemInTree(
  tx: Connection,
  place: Project | Group,
  parent: Group | undefined,
  fullPath: string,
): Promise<string | undefined> {
  if (await isPathTaken(tx, fullPath, place)) return `Path ${fullPath} has already been taken`
  if (place.kind === 'project') return undefined
  const levels = (parent?.traversalIds.length ?? 0) + (await levelsOf(tx, place))
  return levels > groupDepthMax ? `Groups can be nested at most ${groupDepthMax} levels deep.` : undefined
}

/** Whoever moved it may have been its Owner by a group that is no longer above it, and is now its own. */
function auditOwner(
  tx: Connection,
  actor: UserActor,
  group: Project | Group,
  address: string,
): Promise<void> {
  return insertAuditEvent(tx, {
    action: 'member_added',
    doer: doerOf(actor, address),
    target: { type: 'user', id: actor.id, name: actor.username },
    place: group,
    after: { access_level: 'Owner' },
  })
}
