import { insertAuditEvent } from '@/lib/data/audit-events'
import { isTaken, transaction } from '@/lib/data/client'
import { insertProject } from '@/lib/data/projects'
import { lockTree } from '@/lib/data/tree'
import type { UserActor } from '@/lib/domain/actor'
import { doerOf } from '@/lib/domain/audit-event'
import type { Feature } from '@/lib/domain/feature'
import type { PlaceName } from '@/lib/domain/holder'
import { fullPathOf } from '@/lib/domain/namespace'
import type { NewProject } from '@/lib/domain/project'
import { openGroup } from '@/lib/services/access/open-project'
import { checkPlace, takenPath } from '@/lib/services/groups/check-place'
import { type Commit, createRepository } from '@/lib/storage/repositories'

interface Making {
  address: string
  /** What the repository starts with; nothing leaves it empty. */
  history: Commit[]
}

/** A new project as its form gives it, or in the group of this number. */
interface Wish extends Omit<NewProject, 'parent'> {
  parent: PlaceName
  description?: string
  /** What is switched off from the start. */
  disabledFeatures?: Feature[]
}

/**
 * Makes a project with its repository in a group where the actor may, and gives its full path. The repository is
 * on disk before the row is committed: a crash between leaves a directory nobody names, never a project without
 * one. Errors: those of `openGroup`; `invalid` with fields for a path taken or reserved, or too wide a visibility.
 */
export async function createProject(actor: UserActor, form: Wish, making: Making): Promise<string> {
  const { name, path, visibility, description = '', disabledFeatures = [] } = form
  try {
    return await transaction(async (tx) => {
      await lockTree(tx)
      const group = await openGroup(actor, 'create_project', form.parent, tx)
      checkPlace(form, group)
      const fullPath = fullPathOf(form.path, group.fullPath)
      const id = await insertProject(tx, {
        groupId: group.id,
        path,
        fullPath,
        name,
        description,
        visibility,
        disabledFeatures,
      })
      await createRepository(id, making.history)
      const switchedOff = disabledFeatures.length > 0 && { disabled_features: disabledFeatures }
      // last: from here until the commit, every other event waits for this one
      await insertAuditEvent(tx, {
        action: 'project_created',
        doer: doerOf(actor, making.address),
        target: { type: 'project', id, name },
        place: { kind: 'project', id, fullPath, traversalIds: group.traversalIds },
        after: { name, path: fullPath, visibility, ...switchedOff },
      })
      return fullPath
    })
  } catch (error) {
    if (isTaken(error, 'path_key')) throw takenPath()
    throw error
  }
}
