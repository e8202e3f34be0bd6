import { type Member, type MemberListQuery, membersPerPage } from '@/lib/domain/member'
import { database, Prisma } from './client'
import { groupsAbove, isLive, type Place, standsIn } from './members'

export interface MemberPage {
  members: Member[]
  /** Matches of search and filters over all pages. */
  total: number
  /** All of them, whatever is searched for. */
  count: number
  /** The database's clock. */
  now: Date
}

interface MemberRow {
  userId: number
  username: string
  name: string
  isBlocked: boolean
  accessLevel: number
  expiresAt: Date | null
  createdAt: Date
  isExpired: boolean
  isDirect: boolean
  sourceKind: 'project' | 'group'
  sourceId: number
  sourceName: string
  sourcePath: string
  directId: number | null
  directLevel: number | null
  directExpiresAt: Date | null
  directIsExpired: boolean | null
  inheritedLevel: number
}

/** One page of the members of a place, each person once: two queries, whatever their number and the depth of the tree. */
export async function listMembers(place: Place, query: MemberListQuery): Promise<MemberPage> {
  const { page } = query
  const [rows, [sums]] = await Promise.all([
    database().$queryRaw<MemberRow[]>`
      SELECT p.*, s.id AS "sourceId", s.kind AS "sourceKind", s.name AS "sourceName", s.path AS "sourcePath"
      FROM (${people(place, query)}
        ORDER BY number LIMIT ${membersPerPage} OFFSET ${(page - 1) * membersPerPage}) p
      JOIN memberships b ON b.id = p."bestId"
      CROSS JOIN LATERAL (
        SELECT 'group' AS kind, g.id, g.name, r.path FROM groups g JOIN routes r ON r.group_id = g.id
        WHERE g.id = b.group_id
        UNION ALL
        SELECT 'project', j.id, j.name, r.path FROM projects j JOIN routes r ON r.project_id = j.id
        WHERE j.id = b.project_id) s
      ORDER BY p.number`,
    database().$queryRaw<{ total: number; count: number; now: Date }[]>`
      SELECT (SELECT count(*)::int FROM (${people(place, query)}) p) AS total,
        (SELECT count(DISTINCT m.user_id)::int FROM memberships m WHERE ${reaches(place)}) AS count, now() AS now`,
  ])
  return { members: rows.map(toMember), ...(sums ?? { total: 0, count: 0, now: new Date() }) }
}

function reaches(place: Place): Prisma.Sql {
  return Prisma.sql`(m.group_id = ANY (${groupsAbove(place)}) OR ${standsIn(place)})`
}

/** First what is live, then the highest role, then the nearest place: the order in which memberships count. */
const best = Prisma.sql`ORDER BY m."isOver", m.access_level DESC, m."isDirect" DESC, m.depth DESC`

/** Everybody who matches, one row each, in terms of the membership that counts. Groups and joins by indexes. */
function people(place: Place, query: MemberListQuery): Prisma.Sql {
  const { search, accessLevel, source, sort, direction } = query
  return Prisma.sql`
    SELECT u.id AS "userId", u.username, u.name, u.blocked_at IS NOT NULL AS "isBlocked",
      (array_agg(m.id ${best}))[1] AS "bestId", ${level} AS "accessLevel", ${ends} AS "expiresAt",
      ${added} AS "createdAt", bool_and(m."isOver") AS "isExpired", ${isDirect} AS "isDirect",
      max(m.id) FILTER (WHERE m."isDirect") AS "directId",
      max(m.access_level) FILTER (WHERE m."isDirect") AS "directLevel",
      max(m.expires_at) FILTER (WHERE m."isDirect") AS "directExpiresAt",
      bool_or(m."isOver") FILTER (WHERE m."isDirect") AS "directIsExpired",
      coalesce(max(m.access_level) FILTER (WHERE NOT m."isDirect" AND NOT m."isOver"), 0) AS "inheritedLevel",
      row_number() OVER (ORDER BY ${order[sort][direction]}, u.id) AS number
    FROM (SELECT m.*, NOT ${isLive} AS "isOver", coalesce(${standsIn(place)}, false) AS "isDirect",
        array_position(${[...place.traversalIds]}::int[], m.group_id) AS depth
      FROM memberships m WHERE ${reaches(place)}) m
    JOIN users u ON u.id = m.user_id
    WHERE ${search} = '' OR position(lower(${search}) IN u.username_key) > 0
      OR position(lower(${search}) IN lower(u.name)) > 0
    GROUP BY u.id
    HAVING (${accessLevel}::int IS NULL OR ${level} = ${accessLevel}::int)
      AND (${source} = 'all' OR ${isDirect} = (${source} = 'direct'))`
}

const level = Prisma.sql`(array_agg(m.access_level ${best}))[1]`
const ends = Prisma.sql`(array_agg(m.expires_at ${best}))[1]`
const added = Prisma.sql`(array_agg(m.created_at ${best}))[1]`
const isDirect = Prisma.sql`(array_agg(m."isDirect" ${best}))[1]`

const order: Record<MemberListQuery['sort'], Record<MemberListQuery['direction'], Prisma.Sql>> = {
  account: { asc: Prisma.sql`lower(u.name) ASC`, desc: Prisma.sql`lower(u.name) DESC` },
  role: { asc: Prisma.sql`${level} ASC`, desc: Prisma.sql`${level} DESC` },
  expires: { asc: Prisma.sql`${ends} ASC NULLS LAST`, desc: Prisma.sql`${ends} DESC NULLS FIRST` },
  added: { asc: Prisma.sql`${added} ASC`, desc: Prisma.sql`${added} DESC` },
}

function toMember(row: MemberRow): Member {
  const { userId, username, name, isBlocked, accessLevel, expiresAt, createdAt } = row
  const { isExpired, isDirect, inheritedLevel, directId, directLevel, directExpiresAt } = row
  return {
    user: { id: userId, username, name, isBlocked },
    accessLevel,
    expiresAt,
    createdAt,
    isExpired,
    isDirect,
    source: { kind: row.sourceKind, id: row.sourceId, name: row.sourceName, fullPath: row.sourcePath },
    direct:
      directId === null
        ? null
        : {
            id: directId,
            accessLevel: directLevel ?? 0,
            expiresAt: directExpiresAt,
            isExpired: row.directIsExpired ?? false,
          },
    inheritedLevel,
  }
}
