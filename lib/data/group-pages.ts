import type { Page, PageWish } from '@/lib/domain/page'
import type { GroupSearch } from '@/lib/domain/place-search'
import type { Group } from '@/lib/domain/project'
import { Prisma } from './client'
import { type GroupRow, groupColumns, groupTables, toGroup } from './groups'
import { memberLevel } from './members'
import { contains, orderBy, selectPage } from './pages'
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
  const selection = {
    columns: groupColumns(viewer?.id),
    from: Prisma.sql`FROM ${groupTables} WHERE ${Prisma.join(conditionsOf(viewer, search), ' AND ')}`,
    order: orderBy(orders[search.orderBy], Prisma.sql`g.id`, search.sort),
  }
  const { items, total } = await selectPage<GroupRow>(selection, page)
  return { items: items.map(toGroup), total }
}

function conditionsOf(viewer: Viewer, search: GroupSearch & { below?: number }): Prisma.Sql[] {
  const { text, visibility, levelMin, isDeep, below } = search
  const conditions = [
    isVisible(viewer, Prisma.sql`g.visibility`),
    contains(text, [Prisma.sql`g.name`, Prisma.sql`g.path`]),
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
