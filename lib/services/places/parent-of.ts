import type { Connection } from '@/lib/data/client'
import { findGroup } from '@/lib/data/groups'
import type { Group, Project } from '@/lib/domain/project'
import type { Visibility } from '@/lib/domain/visibility'

/** The group right above an opened place, whoever may see it; undefined for a group at the top. */
export async function parentOf(
  connection: Connection | undefined,
  place: Project | Group,
): Promise<Group | undefined> {
  const above = place.ancestors.at(-1)
  return above && findGroup(above.fullPath, undefined, connection)
}

/** How visible a place may be at most; undefined where nothing stands above it. */
export async function findParentVisibility(place: Project | Group): Promise<Visibility | undefined> {
  return (await parentOf(undefined, place))?.visibility
}
