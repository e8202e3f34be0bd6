import type { Holder } from '@/lib/domain/holder'
import type { Inherited, Membership } from '@/lib/domain/member'
import { accessLevels } from '@/lib/domain/role'
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
    WHERE m.user_id = ${userId} AND ${isLive}
      AND (m.group_id = ANY (g.traversal_ids) OR m.project_id = ${projectId})), 0)`
}

/** Whether membership `m` counts, by the database's clock. */
export const isLive = Prisma.sql`(m.expires_at IS NULL OR m.expires_at > now())`

/** A project or group with the groups it stands in. */
export interface Place extends Holder {
  traversalIds: readonly number[]
}

/** The groups from which a place inherits members. */
export function groupsAbove({ kind, traversalIds }: Place): number[] {
  return kind === 'project' ? [...traversalIds] : traversalIds.slice(0, -1)
}

/** Whether membership `m` stands in this very place. */
export function standsIn({ kind, id }: Holder): Prisma.Sql {
  return kind === 'project' ? Prisma.sql`m.project_id = ${id}` : Prisma.sql`m.group_id = ${id}`
}

export interface NewMembership {
  userId: number
  accessLevel: number
  expiresAt?: Date | null
  holder: { groupId: number } | { projectId: number }
}

/** Makes a user a member; a second membership in the same place is Prisma's unique error. */
export async function insertMembership(tx: Connection, membership: NewMembership): Promise<void> {
  await insertMemberships(tx, [membership])
}

/** Makes users members, as `insertMembership`, all of them or none. */
export async function insertMemberships(tx: Connection, memberships: NewMembership[]): Promise<void> {
  await tx.membership.createMany({ data: memberships.map(({ holder, ...rest }) => ({ ...rest, ...holder })) })
}

interface MembershipRow {
  id: number
  userId: number
  username: string
  name: string
  accessLevel: number
  expiresAt: Date | null
}

const columns = Prisma.sql`
  m.id, m.user_id AS "userId", u.username, u.name, m.access_level AS "accessLevel", m.expires_at AS "expiresAt"`

function toMembership<Row extends MembershipRow>({ id, userId, username, name, ...row }: Row) {
  const { accessLevel, expiresAt } = row
  return { id, user: { id: userId, username, name }, accessLevel, expiresAt } satisfies Membership
}

type Which = { id: number } | { userId: number }

/** The membership of this number, or of this user, in a place itself. */
export async function findMembership(
  connection: Connection,
  holder: Holder,
  which: Which,
  lock = Prisma.empty,
): Promise<Membership | undefined> {
  const is = 'id' in which ? Prisma.sql`m.id = ${which.id}` : Prisma.sql`m.user_id = ${which.userId}`
  const [row] = await connection.$queryRaw<MembershipRow[]>`
    SELECT ${columns} FROM memberships m JOIN users u ON u.id = m.user_id
    WHERE ${is} AND ${standsIn(holder)} ${lock}`
  return row && toMembership(row)
}

/** As `findMembership`, and locked until the transaction ends. */
export function lockMembership(
  tx: Connection,
  holder: Holder,
  which: Which,
): Promise<Membership | undefined> {
  return findMembership(tx, holder, which, Prisma.sql`FOR UPDATE OF m`)
}

/** For each of these users who has one, the highest live membership in the groups above a place. One query. */
export function listInherited(tx: Connection, place: Place, userIds: number[]): Promise<Inherited[]> {
  return tx.$queryRaw<Inherited[]>`
    SELECT DISTINCT ON (m.user_id) m.user_id AS "userId", m.access_level AS "accessLevel", g.name AS "groupName"
    FROM memberships m JOIN groups g ON g.id = m.group_id
    WHERE m.user_id = ANY (${userIds}) AND m.group_id = ANY (${groupsAbove(place)}) AND ${isLive}
    ORDER BY m.user_id, m.access_level DESC, cardinality(g.traversal_ids) DESC`
}

export interface Invitee {
  id: number
  username: string
  email: string
  isBlocked: boolean
  /** A member of the place itself already, live or over. */
  isMember: boolean
}

/** The users with these user names or e-mail addresses, all in lower case. One query. */
export function findInvitees(tx: Connection, holder: Holder, logins: string[]): Promise<Invitee[]> {
  return tx.$queryRaw<Invitee[]>`
    SELECT u.id, u.username, u.email, u.blocked_at IS NOT NULL AS "isBlocked",
      EXISTS (SELECT FROM memberships m WHERE m.user_id = u.id AND ${standsIn(holder)}) AS "isMember"
    FROM users u WHERE u.username_key = ANY (${logins}) OR u.email = ANY (${logins})`
}

/**
 * The direct Owners of a group who can keep it: not blocked, and without an end. Locked until the transaction ends, so
 * that of two who leave at once one sees the other gone. Ids of memberships.
 */
export async function lockLastingOwners(tx: Connection, groupId: number): Promise<number[]> {
  const rows = await tx.$queryRaw<{ id: number }[]>`
    SELECT m.id FROM memberships m JOIN users u ON u.id = m.user_id
    WHERE m.group_id = ${groupId} AND m.access_level = ${accessLevels.Owner} AND m.expires_at IS NULL
      AND u.blocked_at IS NULL
    ORDER BY m.id FOR UPDATE OF m`
  return rows.map(({ id }) => id)
}

/** Gives a membership another role and end. */
export async function updateMembership(
  tx: Connection,
  id: number,
  change: { accessLevel: number; expiresAt: Date | null },
): Promise<void> {
  await tx.membership.update({ where: { id }, data: change, select: { id: true } })
}

/** Ends memberships. */
export async function deleteMemberships(tx: Connection, ids: number[]): Promise<void> {
  await tx.membership.deleteMany({ where: { id: { in: ids } } })
}

export interface MembershipBelow extends Membership {
  place: Place & { fullPath: string }
  /** The level that the asking user has there. */
  ownLevel: number
}

/** A person's own memberships in everything below a group, by path, with what the asking user is there. One query. */
export async function listMembershipsBelow(
  connection: Connection,
  { groupId, userId, actorId }: { groupId: number; userId: number; actorId: number },
): Promise<MembershipBelow[]> {
  const rows = await connection.$queryRaw<(MembershipRow & PlaceRow & { ownLevel: number })[]>`
    SELECT b.*, ${memberLevel(actorId, Prisma.sql`b."projectId"`)} AS "ownLevel", r.path AS "fullPath",
      g.traversal_ids AS "traversalIds"
    FROM (SELECT ${columns}, m.project_id AS "projectId", m.group_id AS "groupId"
      FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.user_id = ${userId}) b
    LEFT JOIN projects p ON p.id = b."projectId"
    JOIN groups g ON g.id = coalesce(b."groupId", p.group_id)
    JOIN routes r ON r.project_id = b."projectId" OR r.group_id = b."groupId"
    WHERE g.traversal_ids @> ARRAY[${groupId}::int] AND b."groupId" IS DISTINCT FROM ${groupId}
    ORDER BY r.path_key`
  return rows.map((row) => ({ ...toMembership(row), place: toPlace(row), ownLevel: row.ownLevel }))
}

export interface PlaceRow {
  projectId: number | null
  groupId: number | null
  fullPath: string
  traversalIds: number[]
}

/** The project or group of a row that has one or the other. */
export function toPlace({
  projectId,
  groupId,
  fullPath,
  traversalIds,
}: PlaceRow): Place & { fullPath: string } {
  return projectId !== null
    ? { kind: 'project', id: projectId, fullPath, traversalIds }
    : { kind: 'group', id: groupId ?? 0, fullPath, traversalIds }
}

/** Makes a user Owner of a group that has no live Owner of its own, and says whether it was so. */
export async function ensureOwner(tx: Connection, groupId: number, userId: number): Promise<boolean> {
  const made = await tx.$executeRaw`
    INSERT INTO memberships (user_id, group_id, access_level)
    SELECT ${userId}::int, ${groupId}::int, ${accessLevels.Owner}::int WHERE NOT EXISTS (
      SELECT FROM memberships m JOIN users u ON u.id = m.user_id
      WHERE m.group_id = ${groupId} AND m.access_level = ${accessLevels.Owner} AND u.blocked_at IS NULL
        AND (m.expires_at IS NULL OR m.expires_at > now()))
    ON CONFLICT (user_id, group_id) DO UPDATE SET access_level = excluded.access_level, expires_at = NULL`
  return made > 0
}
