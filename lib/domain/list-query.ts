import { z } from 'zod'

export const searchCharactersMax = 255

/**
 * How a page of a list stands in its own address. The first sort and the first filter are the default, and so is
 * whatever is not understood: an address is no form, and has nobody to show an error to.
 */
export function listQuery<const Sort extends string, const Filter extends string>(
  sorts: readonly [Sort, ...Sort[]],
  filters: readonly [Filter, ...Filter[]],
) {
  return z.object({
    // PostgreSQL's text holds no NUL
    search: z
      .string()
      .transform((text) => text.replaceAll('\0', '').slice(0, searchCharactersMax).trim())
      .catch(''),
    filter: z.enum(filters).catch(filters[0]),
    sort: z.enum(sorts).catch(sorts[0]),
    direction: z.enum(['asc', 'desc']).catch('asc'),
    page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
  })
}

export interface ListQuery {
  search: string
  filter: string
  sort: string
  direction: 'asc' | 'desc'
  page: number
}

/** The address of a list asked for like this; what is the default does not stand in it. */
export function listAddress(path: string, query: ListQuery, defaults: ListQuery): string {
  const names = Object.keys(defaults) as (keyof ListQuery)[]
  const told = names.filter((name) => query[name] !== defaults[name])
  const text = new URLSearchParams(told.map((name) => [name, String(query[name])])).toString()
  return text ? `${path}?${text}` : path
}
