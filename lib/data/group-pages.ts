import type { Page, PageWish, UncountedPage } from '@/lib/domain/page'
import type { GroupSearch } from '@/lib/domain/place-search'
import type { Group } from '@/lib/domain/project'
import { Prisma } from './client'
import { type GroupRow, groupColumns, groupTables, toGroup } from './groups'
import { memberLevel } from './members'
import { contains, isBetween, orderBy, selectFirst, selectPage } from './pages'
import { isVisible, type Viewer } from './tree'

const orders = {
  id: Prisma.sql`g.id`,
  name: Prisma.sql`lower(g.name)`,
  path: Prisma.sql`r.path_key`,
} as const satisfies Record<GroupSearch['orderBy'], Prisma.Sql>

/** One page of the groups that the viewer may see, of those below the group `below` names or of all: one statement. */
export async function findGroupPage(
  viewer: Viewer,
  search: GroupSearch & { below?: number },
  page: PageWish,
): Promise<Page<Group>> {
  const { items, total } = await selectPage<GroupRow>(selectionOf(viewer, search), page)
  return { items: items.map(toGroup), total }
}

/** The first of these groups, uncounted. */
export async function findFirstGroups(
  viewer: Viewer,
  search: GroupSearch,
  count: number,
): Promise<UncountedPage<Group>> {
  const { items, hasMore } = await selectFirst<GroupRow>(selectionOf(viewer, search), count)
  return { items: items.map(toGroup), hasMore }
}

function selectionOf(viewer: Viewer, search: GroupSearch & { below?: number }) {
  return {
    columns: groupColumns(viewer?.id),
    from: Prisma.sql`FROM ${groupTables} WHERE ${Prisma.join(conditionsOf(viewer, search), ' AND ')}`,
    order: orderBy(orders[search.orderBy], Prisma.sql`g.id`, search.sort),
  }
}

function conditionsOf(viewer: Viewer, search: GroupSearch & { below?: number }): Prisma.Sql[] {
  const { text, visibility, levelMin, isDeep, below } = search
  const conditions = [
    isVisible(viewer, Prisma.sql`g.visibility`),
    contains(text, [Prisma.sql`g.name`, Prisma.sql`g.path`]),
    isBetween(Prisma.sql`g.id`, search),
  ]
  if (levelMin > 0) conditions.push(Prisma.sql`${memberLevel(viewer?.id)} >= ${levelMin}`)
  if (visibility) conditions.push(Prisma.sql`g.visibility::text = ${visibility}`)
  if (below !== undefined)
    conditions.push(
      isDeep
        ? Prisma.sql`g.traversal_ids @> ARRAY[${below}::int] AND g.id <> ${below}`
        : Prisma.sql`g.parent_id = ${below}`,
    )
  else if (!isDeep) conditions.push(Prisma.sql`g.parent_id IS NULL`)
  return conditions
}
