import type { Page, PageWish, UncountedPage } from '@/lib/domain/page'
import { database, Prisma } from './client'

interface Selection {
  columns: Prisma.Sql
  /** Tables and conditions, from `FROM` on. */
  from: Prisma.Sql
  /** Whole: two rows never tie. */
  order: Prisma.Sql
}

/** One page of what is selected, with the number of all: one statement, also for a page beyond the end. */
export async function selectPage<Row extends object>(
  { columns, from, order }: Selection,
  { page, perPage }: PageWish,
): Promise<Page<Row>> {
  const rows = await database().$queryRaw<(Row & { pageTotal: number; pageRow: number | null })[]>`
    SELECT sums."pageTotal", entries.* FROM (SELECT count(*)::int AS "pageTotal" ${from}) sums
    LEFT JOIN (
      SELECT row_number() OVER ()::int AS "pageRow", page.*
      FROM (SELECT ${columns} ${from} ORDER BY ${order} LIMIT ${perPage} OFFSET ${(page - 1) * perPage}) page
    ) entries ON true
    ORDER BY entries."pageRow"`
  const items = rows.flatMap(({ pageTotal, pageRow, ...row }) =>
    pageRow === null ? [] : [row as unknown as Row],
  )
  return { items, total: rows[0]?.pageTotal ?? 0 }
}

/** The first of what is selected; whoever walks on selects what comes after the last of these. Costs the same anywhere. */
export async function selectFirst<Row extends object>(
  { columns, from, order }: Selection,
  count: number,
): Promise<UncountedPage<Row>> {
  const rows = await database().$queryRaw<Row[]>`
    SELECT ${columns} ${from} ORDER BY ${order} LIMIT ${count + 1}`
  return { items: rows.slice(0, count), hasMore: rows.length > count }
}

/** True where the number lies between these two, which are left out; without them there is no such end. */
export function isBetween(
  id: Prisma.Sql,
  { idAfter, idBefore }: { idAfter?: number; idBefore?: number },
): Prisma.Sql {
  const ends = [Prisma.sql`true`]
  if (idAfter !== undefined) ends.push(Prisma.sql`${id} > ${idAfter}::bigint`)
  if (idBefore !== undefined) ends.push(Prisma.sql`${id} < ${idBefore}::bigint`)
  return Prisma.join(ends, ' AND ')
}

/** `expression ASC` or `DESC`, and ties by `id` the same way. */
export function orderBy(expression: Prisma.Sql, id: Prisma.Sql, sort: 'asc' | 'desc'): Prisma.Sql {
  return sort === 'asc'
    ? Prisma.sql`${expression} ASC, ${id} ASC`
    : Prisma.sql`${expression} DESC, ${id} DESC`
}

/** True where the text stands in one of these columns, in any letter case; '' stands in all. */
export function contains(text: string, columns: readonly Prisma.Sql[]): Prisma.Sql {
  if (text === '') return Prisma.sql`true`
  const places = columns.map((column) => Prisma.sql`position(lower(${text}) IN lower(${column})) > 0`)
  return Prisma.sql`(${Prisma.join(places, ' OR ')})`
}
