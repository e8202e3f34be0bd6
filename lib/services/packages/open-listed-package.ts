import type { Connection } from '@/lib/data/client'
import { findListedPackage } from '@/lib/data/package-listings'
import type { Ability } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import { isId, type PlaceName } from '@/lib/domain/holder'
import type { ListedPackage } from '@/lib/domain/listed-package'
import type { Project } from '@/lib/domain/project'
import { openProject } from '@/lib/services/access/open-project'

/** A version by its number, and its project. */
export interface ListedPackageName {
  id: number
  project: PlaceName
}

/**
 * The version of this number of a project where the actor may do this now; undefined where the project has none. Errors:
 * those of `openProject`.
 */
export async function openListedPackage(
  actor: Actor,
  ability: Ability,
  { id, project: place }: ListedPackageName,
  connection?: Connection,
): Promise<{ project: Project; listed: ListedPackage | undefined }> {
  const project = await openProject(actor, ability, place, connection)
  const found = isId(id) ? await findListedPackage(id, connection) : undefined
  return { project, listed: found?.project.id === project.id ? found : undefined }
}
