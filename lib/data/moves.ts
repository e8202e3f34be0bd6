import { pathKeyOf } from '@/lib/domain/namespace'
import type { Group, Project } from '@/lib/domain/project'
import { type Connection, Prisma } from './client'
import { takePathsOf } from './redirects'
import { isInSubtree } from './subtrees'

type Parent = Pick<Group, 'id' | 'traversalIds'>

interface Destination {
  /** Undefined for a group at the top. */
  parent: Parent | undefined
  path: string
  fullPath: string
}

/**
 * Gives a group or project another path, another parent, or both, with everything below it: as many statements for
 * one project as for a tree. What was at the old paths becomes redirects. Only under `lockTree`, with a free path.
 */
export async function movePlace(
  tx: Connection,
  place: Project | Group,
  { parent, path, fullPath }: Destination,
): Promise<void> {
  if (place.kind === 'project') {
    await tx.$executeRaw`UPDATE projects SET group_id = ${parent?.id}, path = ${path} WHERE id = ${place.id}`
  } else {
    await moveGroups(tx, place, parent, path)
  }
  await moveRoutes(tx, place, fullPath)
  await takePathsOf(tx, place, fullPath)
}

async function moveGroups(
  tx: Connection,
  { id, traversalIds }: Group,
  parent: Parent | undefined,
  path: string,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE groups SET parent_id = ${parent?.id ?? null}::int, path = ${path} WHERE id = ${id}`
  await tx.$executeRaw`
    UPDATE groups SET traversal_ids = ${[...(parent?.traversalIds ?? [])]}::int[] || traversal_ids[${traversalIds.length}::int:]
    WHERE traversal_ids @> ARRAY[${id}::int]`
}

/** Letter case alone leaves nobody behind: paths are found in any. */
async function moveRoutes(tx: Connection, place: Project | Group, fullPath: string): Promise<void> {
  await tx.$executeRaw`
    WITH moved AS (
      SELECT r.*, ${fullPath} || substr(r.path, ${place.fullPath.length + 1}::int) AS new_path
      FROM routes r WHERE ${isInSubtree(place, Prisma.sql`r`)}
    ), led_on AS (
      INSERT INTO redirects (path, path_key, group_id, project_id)
      SELECT path, path_key, group_id, project_id FROM moved WHERE lower(new_path) <> path_key
      ON CONFLICT (path_key) DO UPDATE
        SET path = excluded.path, group_id = excluded.group_id, project_id = excluded.project_id
    )
    UPDATE routes r SET path = m.new_path, path_key = lower(m.new_path) FROM moved m WHERE m.id = r.id`
}

/** Whether something other than this place has the full path, in any letter case. */
export async function isPathTaken(
  tx: Connection,
  fullPath: string,
  { kind, id }: Pick<Project | Group, 'kind' | 'id'>,
): Promise<boolean> {
  const route = await tx.route.findUnique({ where: { pathKey: pathKeyOf(fullPath) } })
  return route !== null && (kind === 'group' ? route.groupId : route.projectId) !== id
}

/** How many levels of groups a group holds, itself counted. */
export async function levelsOf(tx: Connection, { id, traversalIds }: Group): Promise<number> {
  const [row] = await tx.$queryRaw<{ deepest: number }[]>`
    SELECT max(cardinality(traversal_ids)) AS deepest FROM groups WHERE traversal_ids @> ARRAY[${id}::int]`
  return (row?.deepest ?? traversalIds.length) - traversalIds.length + 1
}
