import type { Page, PageWish, UncountedPage } from '@/lib/domain/page'
import type { ProjectSearch } from '@/lib/domain/place-search'
import type { Project } from '@/lib/domain/project'
import { Prisma } from './client'
import { isGroupArchived } from './features'
import { memberLevel } from './members'
import { contains, isBetween, orderBy, selectFirst, selectPage } from './pages'
import { type ProjectRow, projectColumns, projectTables } from './projects'
import { isVisible, type Viewer } from './tree'

const orders = {
  id: Prisma.sql`p.id`,
  name: Prisma.sql`lower(p.name)`,
  path: Prisma.sql`lower(p.path)`,
  created_at: Prisma.sql`p.created_at`,
} as const satisfies Record<ProjectSearch['orderBy'], Prisma.Sql>

/** One page of the projects that the viewer may see, of the group `below` names or of all: one statement. */
export async function findProjectPage(
  viewer: Viewer,
  search: ProjectSearch & { below?: number },
  page: PageWish,
): Promise<Page<Project>> {
  const { items, total } = await selectPage<ProjectRow>(selectionOf(viewer, search), page)
  return { items: items.map(toProject), total }
}

/** The first of these projects, uncounted. */
export async function findFirstProjects(
  viewer: Viewer,
  search: ProjectSearch,
  count: number,
): Promise<UncountedPage<Project>> {
  const { items, hasMore } = await selectFirst<ProjectRow>(selectionOf(viewer, search), count)
  return { items: items.map(toProject), hasMore }
}

function toProject(row: ProjectRow): Project {
  return { kind: 'project', ...row }
}

function selectionOf(viewer: Viewer, search: ProjectSearch & { below?: number }) {
  return {
    columns: projectColumns(viewer?.id),
    from: Prisma.sql`FROM ${projectTables} WHERE ${Prisma.join(conditionsOf(viewer, search), ' AND ')}`,
    order: orderBy(orders[search.orderBy], Prisma.sql`p.id`, search.sort),
  }
}

function conditionsOf(viewer: Viewer, search: ProjectSearch & { below?: number }): Prisma.Sql[] {
  const { text, visibility, isArchived, levelMin, isDeep, below } = search
  const id = Prisma.sql`p.id`
  const conditions = [
    isVisible(viewer, Prisma.sql`p.visibility`, id),
    contains(text, [Prisma.sql`p.name`, Prisma.sql`p.path`]),
    isBetween(id, search),
  ]
  if (levelMin > 0) conditions.push(Prisma.sql`${memberLevel(viewer?.id, id)} >= ${levelMin}`)
  if (visibility) conditions.push(Prisma.sql`p.visibility::text = ${visibility}`)
  if (isArchived !== undefined)
    conditions.push(Prisma.sql`(p.archived_at IS NOT NULL OR ${isGroupArchived}) = ${isArchived}`)
  if (below !== undefined)
    conditions.push(
      isDeep ? Prisma.sql`g.traversal_ids @> ARRAY[${below}::int]` : Prisma.sql`p.group_id = ${below}`,
    )
  return conditions
}
