import type { Feature } from '@/lib/domain/feature'
import { pathKeyOf } from '@/lib/domain/namespace'
import type { Ancestor, Group } from '@/lib/domain/project'
import type { Visibility } from '@/lib/domain/visibility'
import { type Connection, database } from './client'
import { disabledFeatures, isGroupArchived } from './features'
import { memberLevel } from './members'

interface GroupRow {
  id: number
  name: string
  description: string
  visibility: Visibility
  fullPath: string
  traversalIds: number[]
  accessLevel: number
  disabledFeatures: Feature[]
  isArchived: boolean
  ancestors: Ancestor[] | null
}

/** The group at a full path, with its ancestors and the access level of this user (or of nobody), in one query. */
export async function findGroup(
  fullPath: string,
  userId: number | undefined,
  connection: Connection = database(),
): Promise<Group | undefined> {
  const [row] = await connection.$queryRaw<GroupRow[]>`
    SELECT g.id, g.name, g.description, g.visibility, r.path AS "fullPath", g.traversal_ids AS "traversalIds",
      ${memberLevel(userId)} AS "accessLevel", ${disabledFeatures()} AS "disabledFeatures", ${isGroupArchived} AS "isArchived",
      (SELECT json_agg(json_build_object('name', a.name, 'fullPath', ar.path) ORDER BY cardinality(a.traversal_ids))
       FROM groups a JOIN routes ar ON ar.group_id = a.id
       WHERE a.id = ANY (g.traversal_ids) AND a.id <> g.id) AS ancestors
    FROM routes r JOIN groups g ON g.id = r.group_id
    WHERE r.path_key = ${pathKeyOf(fullPath)}`
  return row && { kind: 'group', ...row, ancestors: row.ancestors ?? [] }
}

export interface GroupRecord {
  parent: { id: number; traversalIds: readonly number[] } | undefined
  path: string
  fullPath: string
  name: string
  description: string
  visibility: Visibility
}

/** Adds a group below its parent, with its route; a taken path is Prisma's unique error over `path_key`. */
export async function insertGroup(tx: Connection, group: GroupRecord): Promise<number> {
  const { parent, fullPath, ...columns } = group
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
