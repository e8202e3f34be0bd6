import type { Context } from 'hono'
import { RegistryError } from '@/lib/domain/registry-error'
import { type Door, targetOf } from '@/lib/http/door'

const entriesMax = 1000

/** Which part of a list a client asks for. */
export interface RegistryPage {
  limit: number
  /** Those after this one; '' for the first. */
  after: string
  query: URLSearchParams
}

/**
 * Reads `n`, of which no more than 1,000 count, and `last`:
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-tags. Error:
 * `PAGINATION_NUMBER_INVALID` for what is no such number, and for a name that nothing has.
 */
export function readPage(c: Context<Door>): RegistryPage {
  const query = new URLSearchParams(targetOf(c).search)
  const n = query.get('n') ?? String(entriesMax)
  const after = query.get('last') ?? ''
  if (!/^\d{1,20}$/.test(n)) throw new RegistryError('PAGINATION_NUMBER_INVALID')
  if ([...query.values()].some((value) => value.includes('\0')))
    throw new RegistryError('PAGINATION_NUMBER_INVALID', 'nothing is called that')
  return { limit: Math.min(Number(n), entriesMax), after, query }
}

/** Cuts a list of `limit` + 1 names to the page that was asked for, with the header that leads on where there are more. */
export function cutPage(
  page: RegistryPage,
  found: readonly string[],
  path: string,
): { names: string[]; headers: Record<string, string> } {
  const names = found.slice(0, page.limit)
  const last = names.at(-1)
  return {
    names,
    headers: found.length > page.limit && last !== undefined ? linkAfter(last, page, path) : {},
  }
}

/** The header that leads to the page after this entry (RFC 8288), of the same list and the same length. */
export function linkAfter(last: string, { limit, query }: RegistryPage, path: string): { Link: string } {
  const next = new URLSearchParams(query)
  next.set('n', String(limit))
  next.set('last', last)
  return { Link: `<${path}?${next}>; rel="next"` }
}
