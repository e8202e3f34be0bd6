import type { Visibility } from '@/lib/domain/visibility'
import { type Connection, database, Prisma } from './client'
import { isGroupArchived } from './features'
import { memberLevel } from './members'

export interface TreeEntry {
  kind: 'project' | 'group'
  id: number
  name: string
  fullPath: string
  description: string
  visibility: Visibility
  /** Itself, or with a group above it. */
  isArchived: boolean
  createdAt: Date
}

export interface TreePage {
  entries: TreeEntry[]
  /** Matches over all pages. */
  total: number
}

export interface TreeSearch {
  /** Part of a name or path; '' for all. */
  search: string
  /** From 1. */
  page: number
  perPage: number
}

/** Whose list it is: a signed-in user, or undefined for anybody. */
export type Viewer = { id: number; isAdmin: boolean } | undefined

/**
 * What the viewer may see right below a group, subgroups first, by path; with a search, at any depth below it.
 * One query, whatever the size of the tree.
 */
export function listBelow(groupId: number, viewer: Viewer, tree: TreeSearch): Promise<TreePage> {
  const below = Prisma.sql`g.traversal_ids @> ARRAY[${groupId}::int]`
  const groups = tree.search
    ? Prisma.sql`${below} AND g.id <> ${groupId}`
    : Prisma.sql`g.parent_id = ${groupId}`
  const projects = tree.search ? below : Prisma.sql`p.group_id = ${groupId}`
  return listTree(
    Prisma.sql`${groups} AND ${isVisible(viewer, Prisma.sql`g.visibility`)}`,
    Prisma.sql`${projects} AND ${isVisible(viewer, Prisma.sql`p.visibility`, Prisma.sql`p.id`)}`,
    tree,
  )
}

/** The groups and projects a user is a member of, directly or from above; an administrator's are all there are. */
export function listOwn(user: { id: number; isAdmin: boolean }, tree: TreeSearch): Promise<TreePage> {
  return listTree(isMember(user), isMember(user, Prisma.sql`p.id`), tree)
}

/** Full paths of at most 1,000 groups in which a user has at least this level and may write, by path. */
export async function listGroupPaths(
  user: { id: number; isAdmin: boolean },
  level: number,
): Promise<string[]> {
  const allowed = user.isAdmin ? Prisma.sql`true` : Prisma.sql`${memberLevel(user.id)} >= ${level}`
  const rows = await database().$queryRaw<{ fullPath: string }[]>`
    SELECT r.path AS "fullPath" FROM groups g JOIN routes r ON r.group_id = g.id
    WHERE ${allowed} AND NOT ${isGroupArchived} ORDER BY r.path_key LIMIT 1000`
  return rows.map((row) => row.fullPath)
}

function isMember(user: { id: number; isAdmin: boolean }, projectId?: Prisma.Sql): Prisma.Sql {
  return user.isAdmin ? Prisma.sql`true` : Prisma.sql`${memberLevel(user.id, projectId)} > 0`
}

/** The SQL side of `decide`'s visibility: public for all, internal for the signed-in, the rest for members. */
export function isVisible(viewer: Viewer, visibility: Prisma.Sql, projectId?: Prisma.Sql): Prisma.Sql {
  if (!viewer) return Prisma.sql`${visibility} = 'public'`
  return Prisma.sql`(${visibility} <> 'private' OR ${isMember(viewer, projectId)})`
}

async function listTree(
  groupsWhere: Prisma.Sql,
  projectsWhere: Prisma.Sql,
  tree: TreeSearch,
): Promise<TreePage> {
  const { search, page, perPage } = tree
  const matches = (
    name: Prisma.Sql,
  ) => Prisma.sql`(${search} = '' OR position(lower(${search}) IN r.path_key) > 0
    OR position(lower(${search}) IN lower(${name})) > 0)`
  const rows = await database().$queryRaw<(TreeEntry & { total: number })[]>`
    SELECT kind, id, name, "fullPath", description, visibility, archived OR ${isGroupArchived} AS "isArchived",
      "createdAt", total
    FROM (
      SELECT *, count(*) OVER ()::int AS total FROM (
        SELECT 'group' AS kind, g.id, g.name, r.path AS "fullPath", g.description, g.visibility, false AS archived,
          g.traversal_ids, g.created_at AS "createdAt"
        FROM groups g JOIN routes r ON r.group_id = g.id WHERE ${groupsWhere} AND ${matches(Prisma.sql`g.name`)}
        UNION ALL
        SELECT 'project', p.id, p.name, r.path, p.description, p.visibility, p.archived_at IS NOT NULL,
          g.traversal_ids, p.created_at
        FROM projects p JOIN groups g ON g.id = p.group_id JOIN routes r ON r.project_id = p.id
        WHERE ${projectsWhere} AND ${matches(Prisma.sql`p.name`)}
      ) entries
      ORDER BY kind, lower("fullPath") LIMIT ${perPage} OFFSET ${(page - 1) * perPage}
    ) g ORDER BY kind, lower("fullPath")`
  return { entries: rows.map(({ total, ...entry }) => entry), total: rows[0]?.total ?? 0 }
}

/** Full paths of at most `count` projects at any depth below a group, by path, as an SQL array. */
export function projectPathsBelow(groupId: number, count: number): Prisma.Sql {
  return Prisma.sql`ARRAY(
    SELECT r.path FROM projects p JOIN groups g ON g.id = p.group_id JOIN routes r ON r.project_id = p.id
    WHERE g.traversal_ids @> ARRAY[${groupId}::int] ORDER BY r.path_key LIMIT ${count})`
}

/** Until this transaction ends no other one makes, moves, renames or deletes a group or project: every such act takes it. */
export async function lockTree(tx: Connection): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('latchkey tree'))`
}
