import { listedPerPage, type UserFilter, type UserListQuery } from '@/lib/domain/admin-list'
import type { ListedUser } from '@/lib/domain/user-view'
import { database, Prisma } from './client'
import { isLiveMembership } from './user-memberships'

export interface UserPage {
  users: ListedUser[]
  /** Matches of filter and search over all pages. */
  total: number
  /** All there are under each filter, whatever is searched for. */
  counts: Record<UserFilter, number>
}

const columns = Prisma.sql`
  u.id, u.username, u.name, u.email, u.is_admin AS "isAdmin", u.blocked_at AS "blockedAt",
  u.created_at AS "createdAt"`

const lastActivity = Prisma.sql`(SELECT max(s.last_seen_at) FROM sessions s WHERE s.user_id = u.id)`

/** What costs a look into other tables, and so is asked for those alone who are shown. */
const facts = Prisma.sql`
  ${lastActivity} AS "lastActivityAt",
  (SELECT count(DISTINCT g.id)::int FROM memberships m JOIN groups g ON g.traversal_ids @> ARRAY[m.group_id]
   WHERE m.user_id = u.id AND ${isLiveMembership}) AS "groupCount",
  (SELECT count(*)::int FROM (
     SELECT p.id FROM memberships m JOIN groups g ON g.traversal_ids @> ARRAY[m.group_id]
       JOIN projects p ON p.group_id = g.id
     WHERE m.user_id = u.id AND ${isLiveMembership}
     UNION SELECT m.project_id FROM memberships m
     WHERE m.user_id = u.id AND m.project_id IS NOT NULL AND ${isLiveMembership}) reached) AS "projectCount"`

const filters: Record<UserFilter, Prisma.Sql> = {
  active: Prisma.sql`u.blocked_at IS NULL`,
  admins: Prisma.sql`u.is_admin`,
  blocked: Prisma.sql`u.blocked_at IS NOT NULL`,
}

const order: Record<UserListQuery['sort'], Record<UserListQuery['direction'], Prisma.Sql>> = {
  name: { asc: Prisma.sql`lower(u.name) ASC, u.id ASC`, desc: Prisma.sql`lower(u.name) DESC, u.id DESC` },
  created: { asc: Prisma.sql`u.id ASC`, desc: Prisma.sql`u.id DESC` },
  activity: {
    asc: Prisma.sql`${lastActivity} ASC NULLS LAST, u.id ASC`,
    desc: Prisma.sql`${lastActivity} DESC NULLS LAST, u.id DESC`,
  },
}

/** One page of all users, with the counts of the tabs: two queries, whatever their number. */
export async function listUsers(query: UserListQuery): Promise<UserPage> {
  const { search, filter, sort, direction, page } = query
  const matches = Prisma.sql`${filters[filter]} AND (${search} = ''
    OR position(lower(${search}) IN lower(u.name)) > 0
    OR position(lower(${search}) IN u.username_key) > 0
    OR position(lower(${search}) IN u.email) > 0)`
  const [users, [sums]] = await Promise.all([
    database().$queryRaw<ListedUser[]>`
      SELECT ${columns}, ${facts} FROM (
        SELECT * FROM users u WHERE ${matches}
        ORDER BY ${order[sort][direction]} LIMIT ${listedPerPage} OFFSET ${(page - 1) * listedPerPage}
      ) u ORDER BY ${order[sort][direction]}`,
    database().$queryRaw<({ total: number } & UserPage['counts'])[]>`
      SELECT count(*) FILTER (WHERE ${matches})::int AS total,
        count(*) FILTER (WHERE ${filters.active})::int AS active,
        count(*) FILTER (WHERE ${filters.admins})::int AS admins,
        count(*) FILTER (WHERE ${filters.blocked})::int AS blocked
      FROM users u`,
  ])
  const { total = 0, active = 0, admins = 0, blocked = 0 } = sums ?? {}
  return { users, total, counts: { active, admins, blocked } }
}

/** The user of this name, in any letter case, as the admin area shows them. One query. */
export async function findListedUser(username: string): Promise<ListedUser | undefined> {
  const [row] = await database().$queryRaw<ListedUser[]>`
    SELECT ${columns}, ${facts} FROM users u WHERE u.username_key = ${username.toLowerCase()}`
  return row
}
