import type { Feature } from '@/lib/domain/feature'
import { pathKeyOf } from '@/lib/domain/namespace'
import type { Ancestor, Group } from '@/lib/domain/project'
import type { Visibility } from '@/lib/domain/visibility'
import { type Connection, database, Prisma } from './client'
import { disabledFeatures, isGroupArchived } from './features'
import { memberLevel } from './members'
import { movedFrom, takePath } from './redirects'

export interface GroupRow {
  id: number
  name: string
  description: string
  visibility: Visibility
  fullPath: string
  traversalIds: number[]
  accessLevel: number
  disabledFeatures: Feature[]
  isArchived: boolean
  createdAt: Date
  ancestors: Ancestor[] | null
}

/** What a group's columns are read from: group `g` and its route `r`. */
export const groupTables = Prisma.sql`routes r JOIN groups g ON g.id = r.group_id`

/** The columns of a `GroupRow` with the access level of this user (or of nobody). */
export function groupColumns(userId: number | undefined): Prisma.Sql {
  return Prisma.sql`
    g.id, g.name, g.description, g.visibility, g.created_at AS "createdAt", r.path AS "fullPath",
    g.traversal_ids AS "traversalIds", ${memberLevel(userId)} AS "accessLevel",
    ${disabledFeatures()} AS "disabledFeatures", ${isGroupArchived} AS "isArchived",
    (SELECT json_agg(json_build_object('name', a.name, 'fullPath', ar.path) ORDER BY cardinality(a.traversal_ids))
     FROM groups a JOIN routes ar ON ar.group_id = a.id
     WHERE a.id = ANY (g.traversal_ids) AND a.id <> g.id) AS ancestors`
}

/** A group as it was read. */
export function toGroup(row: GroupRow): Group {
  return { kind: 'group', ...row, ancestors: row.ancestors ?? [] }
}

/** The group at a full path, with its ancestors and the access level of this user (or of nobody), in one query. */
export function findGroup(
  fullPath: string,
  userId: number | undefined,
  connection?: Connection,
): Promise<Group | undefined> {
  return findWhere(Prisma.sql`r.path_key = ${pathKeyOf(fullPath)}`, userId, connection)
}

/** The group of this number, as `findGroup`. */
export function findGroupById(
  id: number,
  userId: number | undefined,
  connection?: Connection,
): Promise<Group | undefined> {
  return findWhere(Prisma.sql`r.group_id = ${id}`, userId, connection)
}

/** The group that had this full path before, where nothing has it now, as `findGroup`. */
export function findMovedGroup(fullPath: string, userId: number | undefined): Promise<Group | undefined> {
  return findWhere(Prisma.sql`r.group_id = (${movedFrom('group_id', fullPath)})`, userId)
}

async function findWhere(
  condition: Prisma.Sql,
  userId: number | undefined,
  connection: Connection = database(),
): Promise<Group | undefined> {
  const [row] = await connection.$queryRaw<GroupRow[]>`
    SELECT ${groupColumns(userId)} FROM ${groupTables} WHERE ${condition}`
  return row && toGroup(row)
}

export interface GroupRecord {
  parent: { id: number; traversalIds: readonly number[] } | undefined
  path: string
  fullPath: string
  name: string
  description: string
  visibility: Visibility
}

/** Adds a group below its parent, with its route, and ends redirects from there; a taken path is Prisma's unique error over `path_key`. */
export async function insertGroup(tx: Connection, group: GroupRecord): Promise<number> {
  const { parent, fullPath, ...columns } = group
  await takePath(tx, fullPath)
  const { id } = await tx.group.create({
    data: {
      ...columns,
      parentId: parent?.id ?? null,
      traversalIds: [],
      route: { create: { path: fullPath, pathKey: pathKeyOf(fullPath) } },
    },
    select: { id: true },
  })
  await tx.group.update({ where: { id }, data: { traversalIds: [...(parent?.traversalIds ?? []), id] } })
  return id
}

/** What a group and a project alike can have changed in place; undefined leaves it. */
export interface PlaceChange {
  name?: string
  description?: string
  visibility?: Visibility
  disabledFeatures?: Feature[]
  archivedAt?: Date | null
}

/** Changes what stands in the group's own row. */
export async function updateGroup(tx: Connection, id: number, change: PlaceChange): Promise<void> {
  await tx.group.update({ where: { id }, data: change, select: { id: true } })
}
