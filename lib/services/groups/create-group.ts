import { insertAuditEvent } from '@/lib/data/audit-events'
import { isTaken, transaction } from '@/lib/data/client'
import { insertGroup } from '@/lib/data/groups'
import { insertMembership } from '@/lib/data/members'
import { lockTree } from '@/lib/data/tree'
import type { UserActor } from '@/lib/domain/actor'
import { doerOf } from '@/lib/domain/audit-event'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import { fullPathOf, groupDepthMax } from '@/lib/domain/namespace'
import type { Group, NewGroup } from '@/lib/domain/project'
import { accessLevels } from '@/lib/domain/role'
import { openGroup } from '@/lib/services/access/open-project'
import { requireScope } from '@/lib/services/access/require-scope'
import { checkPlace, takenPath } from './check-place'

/** A new group as its form gives it, or below a group of this number; '' is the top. */
type Wish = Omit<NewGroup, 'parent'> & { parent: PlaceName; description?: string }

/**
 * Makes a group at the top (its maker becomes Owner) or below a group whose Maintainer the actor is, and gives its
 * full path. Errors: those of `openGroup` for the parent; `invalid` with fields for a path that is taken or
 * reserved, a visibility wider than the parent's, or a tree deeper than 20.
 */
export async function createGroup(actor: UserActor, form: Wish, address: string): Promise<string> {
  requireScope(actor, ['api'])
  const { name, path, visibility, description = '' } = form
  try {
    return await transaction(async (tx) => {
      await lockTree(tx)
      const parent = form.parent ? await openGroup(actor, 'create_subgroup', form.parent, tx) : undefined
      checkPlace(form, parent)
      checkDepth(parent)
      const fullPath = fullPathOf(form.path, parent?.fullPath)
      const id = await insertGroup(tx, { parent, path, fullPath, name, description, visibility })
      if (!parent) {
        await insertMembership(tx, {
          userId: actor.id,
          accessLevel: accessLevels.Owner,
          holder: { groupId: id },
        })
      }
      await insertAuditEvent(tx, {
        action: 'group_created',
        doer: doerOf(actor, address),
        target: { type: 'group', id, name },
        place: { kind: 'group', id, fullPath, traversalIds: [...(parent?.traversalIds ?? []), id] },
        after: { name, path: fullPath, visibility },
      })
      return fullPath
    })
  } catch (error) {
    if (isTaken(error, 'path_key')) throw takenPath()
    throw error
  }
}

function checkDepth(parent: Group | undefined): void {
  if (!parent || parent.traversalIds.length < groupDepthMax) return
  const message = `Groups can be nested at most ${groupDepthMax} levels deep.`
  throw new DomainError('invalid', message, { fields: { parent: [message] } })
}
