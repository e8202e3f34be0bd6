import { pathKeyOf } from '@/lib/domain/namespace'
import { type Connection, Prisma } from './client'
import { isInSubtree, type SubtreeTop } from './subtrees'

const redirect = Prisma.sql`d`
const route = Prisma.sql`r`

/** The id in this column of the redirect from a full path, as a query. */
export function movedFrom(column: 'group_id' | 'project_id', fullPath: string): Prisma.Sql {
  return Prisma.sql`SELECT d.${Prisma.raw(column)} FROM redirects d WHERE d.path_key = ${pathKeyOf(fullPath)}`
}

/** Ends the redirects from a path that somebody takes, and from everything that was below it. */
export async function takePath(tx: Connection, fullPath: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM redirects d WHERE ${isAtOrBelow(fullPath)}`
}

/**
 * As `takePath`, for a subtree that has its new routes already: redirects of its own from below there stay, as long
 * as none of its routes has the path.
 */
export async function takePathsOf(tx: Connection, top: SubtreeTop, fullPath: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM redirects d WHERE ${isAtOrBelow(fullPath)} AND NOT ${isInSubtree(top, redirect)}`
  await tx.$executeRaw`
    DELETE FROM redirects d USING routes r WHERE r.path_key = d.path_key AND ${isInSubtree(top, route)}`
}

function isAtOrBelow(fullPath: string): Prisma.Sql {
  const key = pathKeyOf(fullPath)
  return Prisma.sql`(d.path_key = ${key} OR starts_with(d.path_key, ${`${key}/`}))`
}
