import { type Connection, Prisma } from './client'

/**
 * The highest live membership of a user along the chain of group `g` (and in a project), as an SQL expression.
 * Every query that needs a level uses this one.
 */
export function memberLevel(
  userId: number | undefined,
  projectId: Prisma.Sql = Prisma.sql`NULL`,
): Prisma.Sql {
  if (userId === undefined) return Prisma.sql`0`
  return Prisma.sql`coalesce((
    SELECT max(m.access_level) FROM memberships m
    WHERE m.user_id = ${userId} AND (m.expires_at IS NULL OR m.expires_at > now())
      AND (m.group_id = ANY (g.traversal_ids) OR m.project_id = ${projectId})), 0)`
}

export interface NewMembership {
  userId: number
  accessLevel: number
  holder: { groupId: number } | { projectId: number }
}

/** Makes a user a member; a second membership in the same place is Prisma's unique error. */
export async function insertMembership(tx: Connection, membership: NewMembership): Promise<void> {
  const { userId, accessLevel, holder } = membership
  await tx.membership.create({ data: { userId, accessLevel, ...holder } })
}
