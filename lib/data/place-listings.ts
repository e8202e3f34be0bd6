import { listedPerPage, type PlaceListQuery } from '@/lib/domain/admin-list'
import type { HolderKind } from '@/lib/domain/holder'
import type { Visibility } from '@/lib/domain/visibility'
import { database, Prisma } from './client'
import { isGroupArchived } from './features'
import { isLiveMembership } from './user-memberships'

/** A group or project as the admin area lists it. */
export interface ListedPlace {
  id: number
  name: string
  fullPath: string
  visibility: Visibility
  /** Full path of the group it stands in; null for one at the top. */
  parentPath: string | null
  /** People with a role there, their own or from above. */
  memberCount: number
  /** Archived itself, or with a group above it. */
  isArchived: boolean
  createdAt: Date
}

export interface PlacePage {
  places: ListedPlace[]
  /** Matches over all pages. */
  total: number
}

interface Source {
  from: Prisma.Sql
  columns: Prisma.Sql
  isArchived: Prisma.Sql
  projectId: Prisma.Sql
}

// `x` is the listed thing, `r` its route, and `g` the group whose chain counts for it
const sources: Record<HolderKind, Source> = {
  group: {
    from: Prisma.sql`groups g JOIN groups x ON x.id = g.id JOIN routes r ON r.group_id = x.id`,
    columns: Prisma.sql`x.id, x.name, x.visibility, x.created_at AS "createdAt",
      (SELECT a.path FROM routes a WHERE a.group_id = x.parent_id) AS "parentPath"`,
    isArchived: isGroupArchived,
    projectId: Prisma.sql`NULL`,
  },
  project: {
    from: Prisma.sql`projects x JOIN groups g ON g.id = x.group_id JOIN routes r ON r.project_id = x.id`,
    columns: Prisma.sql`x.id, x.name, x.visibility, x.created_at AS "createdAt",
      (SELECT a.path FROM routes a WHERE a.group_id = x.group_id) AS "parentPath"`,
    isArchived: Prisma.sql`(x.archived_at IS NOT NULL OR ${isGroupArchived})`,
    projectId: Prisma.sql`x.id`,
  },
}

const order: Record<PlaceListQuery['sort'], Record<PlaceListQuery['direction'], Prisma.Sql>> = {
  name: { asc: Prisma.sql`lower(x.name) ASC, x.id ASC`, desc: Prisma.sql`lower(x.name) DESC, x.id DESC` },
  created: { asc: Prisma.sql`x.id ASC`, desc: Prisma.sql`x.id DESC` },
}

/** One page of all groups, or of all projects, of the instance: two queries, whatever their number. */
export async function listPlaces(kind: HolderKind, query: PlaceListQuery): Promise<PlacePage> {
  const { search, sort, direction, page } = query
  const { from, columns, isArchived, projectId } = sources[kind]
  const matches = Prisma.sql`(${search} = '' OR position(lower(${search}) IN r.path_key) > 0
    OR position(lower(${search}) IN lower(x.name)) > 0)`
  const [places, [sums]] = await Promise.all([
    database().$queryRaw<ListedPlace[]>`
      SELECT ${columns}, r.path AS "fullPath", ${isArchived} AS "isArchived",
        (SELECT count(DISTINCT m.user_id)::int FROM memberships m
         WHERE (m.group_id = ANY (g.traversal_ids) OR m.project_id = ${projectId}) AND ${isLiveMembership}
        ) AS "memberCount"
      FROM ${from} WHERE ${matches}
      ORDER BY ${order[sort][direction]} LIMIT ${listedPerPage} OFFSET ${(page - 1) * listedPerPage}`,
    database().$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM ${from} WHERE ${matches}`,
  ])
  return { places, total: sums?.total ?? 0 }
}
