import { z } from '@hono/zod-openapi'
import type { GroupSearch, ProjectSearch } from '@/lib/domain/place-search'
import { accessLevels, noAccess } from '@/lib/domain/role'
import { visibilities } from '@/lib/domain/visibility'
import type { keysetQuery } from '@/lib/http/rest/keyset'
import { flag, levelNumber, searchText } from '@/lib/http/rest/parameters'

const common = {
  search: searchText,
  visibility: z.enum(visibilities).describe('Only what has this visibility').optional(),
  owned: flag.describe('Only what one owns').default(false),
  min_access_level: levelNumber
    .describe('Only where one has this access level, or a higher one')
    .default(noAccess),
}

type PlaceQuery<Place extends z.ZodObject> = z.output<Place> & Partial<z.output<typeof keysetQuery>>

/** What GitLab's lists of projects can be asked. */
export const projectQuery = z.object({
  ...common,
  membership: flag.describe('Only where one is a member').default(false),
  archived: flag.describe('Only archived projects, or only others').optional(),
  order_by: z
    .enum(['id', 'name', 'path', 'created_at'])
    .describe('What the list is ordered by')
    .default('created_at'),
  sort: z.enum(['asc', 'desc']).describe('Ascending or descending').default('desc'),
})

/** What GitLab's lists of groups can be asked. */
export const groupQuery = z.object({
  ...common,
  all_available: flag.describe('Also groups that one sees without being a member').default(true),
  order_by: z.enum(['id', 'name', 'path']).describe('What the list is ordered by').default('name'),
  sort: z.enum(['asc', 'desc']).describe('Ascending or descending').default('asc'),
})

export function projectSearchOf(query: PlaceQuery<typeof projectQuery>): Omit<ProjectSearch, 'isDeep'> {
  const { search, visibility, archived, order_by, sort, membership } = query
  return {
    text: search,
    visibility,
    isArchived: archived,
    orderBy: order_by,
    sort,
    levelMin: levelOf(query, membership),
    idAfter: query.id_after,
    idBefore: query.id_before,
  }
}

export function groupSearchOf(query: PlaceQuery<typeof groupQuery>): Omit<GroupSearch, 'isDeep'> {
  const { search, visibility, order_by, sort, all_available } = query
  return {
    text: search,
    visibility,
    orderBy: order_by,
    sort,
    levelMin: levelOf(query, !all_available),
    idAfter: query.id_after,
    idBefore: query.id_before,
  }
}

/** The least level that all of these ask for. */
function levelOf(query: { owned: boolean; min_access_level: number }, isMember: boolean): number {
  const { owned, min_access_level } = query
  return Math.max(
    min_access_level,
    owned ? accessLevels.Owner : noAccess,
    isMember ? accessLevels.Guest : noAccess,
  )
}
