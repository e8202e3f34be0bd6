import type { HolderKind } from '@/lib/domain/holder'
import { Prisma } from './client'

/** The top of a subtree: a group with everything below it, or one project. */
export interface SubtreeTop {
  kind: HolderKind
  id: number
}

/** The ids of the groups of a subtree, its top among them, as a query. */
export function groupsOf({ kind, id }: SubtreeTop): Prisma.Sql {
  return kind === 'group'
    ? Prisma.sql`SELECT g.id FROM groups g WHERE g.traversal_ids @> ARRAY[${id}::int]`
    : Prisma.sql`SELECT NULL::int AS id WHERE false`
}

/** The ids of the projects of a subtree, as a query. */
export function projectsOf({ kind, id }: SubtreeTop): Prisma.Sql {
  return kind === 'group'
    ? Prisma.sql`SELECT p.id FROM projects p JOIN groups g ON g.id = p.group_id WHERE g.traversal_ids @> ARRAY[${id}::int]`
    : Prisma.sql`SELECT ${id}::int AS id`
}

/** Whether a row with `group_id` and `project_id` under this alias belongs to something of the subtree. */
export function isInSubtree(top: SubtreeTop, alias: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(coalesce(${alias}.group_id IN (${groupsOf(top)}), false)
    OR coalesce(${alias}.project_id IN (${projectsOf(top)}), false))`
}
