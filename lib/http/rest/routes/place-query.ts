import { z } from '@hono/zod-openapi'
import type { GroupSearch, ProjectSearch } from '@/lib/domain/place-search'
import { accessLevels, noAccess } from '@/lib/domain/role'
import { visibilities } from '@/lib/domain/visibility'
import { flag, levelNumber, searchText } from '@/lib/http/rest/parameters'

const common = {
  search: searchText,
  visibility: z.enum(visibilities).optional(),
  owned: flag.default(false),
  min_access_level: levelNumber.default(noAccess),
}

/** What GitLab's lists of projects can be asked. */
export const projectQuery = z.object({
  ...common,
  membership: flag.default(false),
  archived: flag.optional(),
  order_by: z.enum(['id', 'name', 'path', 'created_at']).default('created_at'),
  sort: z.enum(['asc', 'desc']).default('desc'),
})

/** What GitLab's lists of groups can be asked. */
export const groupQuery = z.object({
  ...common,
  all_available: flag.default(true),
  order_by: z.enum(['id', 'name', 'path']).default('name'),
  sort: z.enum(['asc', 'desc']).default('asc'),
})

export function projectSearchOf(query: z.output<typeof projectQuery>): Omit<ProjectSearch, 'isDeep'> {
  const { search, visibility, archived, order_by, sort, membership } = query
  return {
    text: search,
    visibility,
    isArchived: archived,
    orderBy: order_by,
    sort,
    levelMin: levelOf(query, membership),
  }
}

export function groupSearchOf(query: z.output<typeof groupQuery>): Omit<GroupSearch, 'isDeep'> {
  const { search, visibility, order_by, sort, all_available } = query
  return { text: search, visibility, orderBy: order_by, sort, levelMin: levelOf(query, !all_available) }
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
