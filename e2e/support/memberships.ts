import { sql } from '@/e2e/support/fixtures'
import type { Group, Project } from '@/lib/domain/project'

interface StoredMembership {
  id: number
  access_level: number
  expires_at: Date | null
}

/** The membership of a user in a place itself, by the database. */
export async function findMembershipOf(
  user: { id: number },
  { kind, id }: Project | Group,
): Promise<StoredMembership | undefined> {
  const [row] =
    kind === 'project'
      ? await sql<StoredMembership>`SELECT * FROM memberships WHERE user_id = ${user.id} AND project_id = ${id}`
      : await sql<StoredMembership>`SELECT * FROM memberships WHERE user_id = ${user.id} AND group_id = ${id}`
  return row
}

/** As `findMembershipOf`, and it must be there. */
export async function membershipOf(user: { id: number }, place: Project | Group): Promise<StoredMembership> {
  const membership = await findMembershipOf(user, place)
  if (!membership) throw new Error('There is no such membership')
  return membership
}
