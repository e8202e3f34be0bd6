import type { HolderKind } from '@/lib/domain/holder'
import { accessLevels } from '@/lib/domain/role'
import { type Connection, database, Prisma } from './client'

/** Whether membership `m` counts now. */
export const isLiveMembership = Prisma.sql`(m.expires_at IS NULL OR m.expires_at > now())`

export interface UserMembership {
  kind: HolderKind
  id: number
  name: string
  fullPath: string
  accessLevel: number
  expiresAt: Date | null
}

/** What a user is a member of directly and now, by path: at most `count`, and how many there are. One query. */
export async function listMembershipsOf(
  userId: number,
  count: number,
): Promise<{ memberships: UserMembership[]; total: number }> {
  const rows = await database().$queryRaw<(UserMembership & { total: number })[]>`
    SELECT CASE WHEN m.group_id IS NULL THEN 'project' ELSE 'group' END AS kind, m.id, r.path AS "fullPath",
      coalesce(g.name, p.name) AS name, m.access_level AS "accessLevel", m.expires_at AS "expiresAt",
      count(*) OVER ()::int AS total
    FROM memberships m JOIN routes r ON r.group_id = m.group_id OR r.project_id = m.project_id
      LEFT JOIN groups g ON g.id = m.group_id LEFT JOIN projects p ON p.id = m.project_id
    WHERE m.user_id = ${userId} AND ${isLiveMembership}
    ORDER BY r.path_key LIMIT ${count}`
  return { memberships: rows.map(({ total, ...row }) => row), total: rows[0]?.total ?? 0 }
}

/** Full paths of the groups at the top that would have no Owner but blocked ones without this user. */
export async function listGroupsOwnedAlone(tx: Connection, userId: number): Promise<string[]> {
  const isOwner = Prisma.sql`m.access_level = ${accessLevels.Owner} AND ${isLiveMembership}`
  const rows = await tx.$queryRaw<{ fullPath: string }[]>`
    SELECT r.path AS "fullPath" FROM groups g JOIN routes r ON r.group_id = g.id
    WHERE g.parent_id IS NULL
      AND EXISTS (SELECT FROM memberships m WHERE m.group_id = g.id AND m.user_id = ${userId} AND ${isOwner})
      AND NOT EXISTS (
        SELECT FROM memberships m JOIN users u ON u.id = m.user_id
        WHERE m.group_id = g.id AND m.user_id <> ${userId} AND u.blocked_at IS NULL AND ${isOwner})
    ORDER BY r.path_key`
  return rows.map((row) => row.fullPath)
}
