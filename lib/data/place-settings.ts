import type { Feature } from '@/lib/domain/feature'
import type { Group, Project } from '@/lib/domain/project'
import { type Visibility, visibilities } from '@/lib/domain/visibility'
import { type Connection, database, Prisma } from './client'
import { isGroupArchived } from './features'
import { memberLevel } from './members'
import { groupsOf, projectsOf } from './subtrees'

export interface PlaceSettings {
  /** Switched off here; what is off above may be among them. */
  ownDisabledFeatures: Feature[]
  isArchivedItself: boolean
  /** Who above has switched what off: the full path of a group, or undefined for the whole instance. */
  disabledAbove: { feature: Feature; by: string | undefined }[]
  /** The full path of the outermost archived group above. */
  archivedBy: string | undefined
}

interface SettingsRow {
  ownDisabledFeatures: Feature[]
  isArchivedItself: boolean
  disabledAbove: { feature: Feature; by: string | null }[] | null
  archivedBy: string | null
}

/** What is set for a group or project itself, and what counts for it from above. One query. */
export async function findPlaceSettings(
  place: Project | Group,
  connection: Connection = database(),
): Promise<PlaceSettings> {
  const table = Prisma.raw(place.kind === 'group' ? 'groups' : 'projects')
  const above = place.traversalIds.filter((id) => place.kind === 'project' || id !== place.id)
  const [row] = await connection.$queryRaw<SettingsRow[]>`
    WITH above AS (
      SELECT a.disabled_features, a.archived_at, r.path, cardinality(a.traversal_ids) AS depth
      FROM groups a JOIN routes r ON r.group_id = a.id WHERE a.id = ANY (${above}::int[])
    ), switched AS (
      SELECT unnest(disabled_features) AS feature, path, depth FROM above
      UNION ALL SELECT jsonb_array_elements_text(value), NULL, 0 FROM settings WHERE key = 'disabled_features'
    )
    SELECT t.disabled_features AS "ownDisabledFeatures", t.archived_at IS NOT NULL AS "isArchivedItself",
      (SELECT json_agg(json_build_object('feature', s.feature, 'by', s.path)) FROM (
        SELECT DISTINCT ON (feature) feature, path FROM switched ORDER BY feature, depth) s) AS "disabledAbove",
      (SELECT path FROM above WHERE archived_at IS NOT NULL ORDER BY depth LIMIT 1) AS "archivedBy"
    FROM ${table} t WHERE t.id = ${place.id}`
  if (!row) throw new Error('the place is gone')
  return {
    ...row,
    disabledAbove: (row.disabledAbove ?? []).map(({ feature, by }) => ({ feature, by: by ?? undefined })),
    archivedBy: row.archivedBy ?? undefined,
  }
}

/** What stands below a group (without itself), or in a project. */
export interface PlaceContents {
  subgroups: number
  projects: number
  /** Live ones of the place itself and of everything below. */
  deployTokens: number
}

/** How much ends with a group or project. One query. */
export async function countContents(
  place: Project | Group,
  connection: Connection = database(),
): Promise<PlaceContents> {
  const [row] = await connection.$queryRaw<PlaceContents[]>`
    WITH g AS (${groupsOf(place)}), p AS (${projectsOf(place)})
    SELECT (SELECT count(*) FROM g WHERE id <> ${place.id})::int AS subgroups, (SELECT count(*) FROM p)::int AS projects,
      (SELECT count(*) FROM deploy_tokens t WHERE t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())
        AND (t.group_id IN (SELECT id FROM g) OR t.project_id IN (SELECT id FROM p)))::int AS "deployTokens"`
  return row ?? { subgroups: 0, projects: 0, deployTokens: 0 }
}

/** What below a group is more visible than this: its number, and the first full paths by path. One query. */
export async function listWiderBelow(
  tx: Connection,
  group: Group,
  visibility: Visibility,
  pathsMax: number,
): Promise<{ count: number; paths: string[] }> {
  const wider = visibilities.slice(visibilities.indexOf(visibility) + 1)
  const rows = await tx.$queryRaw<{ path: string; count: number }[]>`
    SELECT r.path, count(*) OVER ()::int AS count FROM routes r
    WHERE r.group_id IN (SELECT w.id FROM groups w WHERE w.id <> ${group.id} AND w.id IN (${groupsOf(group)})
        AND w.visibility::text = ANY (${wider}))
      OR r.project_id IN (SELECT w.id FROM projects w WHERE w.id IN (${projectsOf(group)})
        AND w.visibility::text = ANY (${wider}))
    ORDER BY r.path_key LIMIT ${pathsMax}`
  return { count: rows[0]?.count ?? 0, paths: rows.map(({ path }) => path) }
}

/**
 * Full paths of at most 1,000 groups into which a user with at least this level may move the place: not archived,
 * not its parent, and neither itself nor below it. By path.
 */
export async function listTransferTargets(
  user: { id: number; isAdmin: boolean },
  level: number,
  place: Project | Group,
): Promise<string[]> {
  const allowed = user.isAdmin ? Prisma.sql`true` : Prisma.sql`${memberLevel(user.id)} >= ${level}`
  const parentId = place.traversalIds.at(place.kind === 'group' ? -2 : -1) ?? 0
  const rows = await database().$queryRaw<{ fullPath: string }[]>`
    SELECT r.path AS "fullPath" FROM groups g JOIN routes r ON r.group_id = g.id
    WHERE ${allowed} AND NOT ${isGroupArchived} AND g.id <> ${parentId}
      AND NOT (${place.kind === 'group'} AND g.traversal_ids @> ARRAY[${place.id}::int])
    ORDER BY r.path_key LIMIT 1000`
  return rows.map((row) => row.fullPath)
}
