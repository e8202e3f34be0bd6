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

/**
 * Cuts a list of `limit` + 1 to the page that was asked for, with the header that leads to the next one (RFC 8288) where
 * there is one.
 */
export function cutPage<Entry>(
  { limit, query }: RegistryPage,
  found: readonly Entry[],
  { path, nameOf }: { path: string; nameOf: (entry: Entry) => string },
): { entries: Entry[]; headers: Record<string, string> } {
  const entries = found.slice(0, limit)
  const last = entries.at(-1)
  if (found.length <= limit || last === undefined) return { entries, headers: {} }
  const next = new URLSearchParams(query)
  next.set('n', String(limit))
  next.set('last', nameOf(last))
  return { entries, headers: { Link: `<${path}?${next}>; rel="next"` } }
}
