import type { Context } from 'hono'
import type { PageWish } from '@/lib/domain/page'
import { env } from '@/lib/env'
import { targetOf } from '@/lib/http/door'
import type { RestDoor } from './rest-door'

/** One page of a list that is walked over. */
export interface WalkedPage<Item> {
  items: Item[]
  /** What the request for the next page says of it; undefined at the end. */
  next: { id_after: string } | { id_before: string } | undefined
}

/** GitLab's headers about a page: https://docs.gitlab.com/api/rest/#pagination. Clients follow `Link`. */
export function setPageHeaders(c: Context<RestDoor>, { page, perPage }: PageWish, total: number): void {
  const last = Math.max(1, Math.ceil(total / perPage))
  const next = page < last ? page + 1 : undefined
  const previous = page > 1 && page <= last + 1 ? page - 1 : undefined
  c.header('X-Total', String(total))
  c.header('X-Total-Pages', String(last))
  setLinks(c, { page, perPage }, { prev: previous, next, first: 1, last })
}

/** The same for a list that nobody counts: it has no last page. */
export function setUncountedPageHeaders(
  c: Context<RestDoor>,
  { page, perPage }: PageWish,
  hasMore: boolean,
): void {
  const next = hasMore ? page + 1 : undefined
  const prev = page > 1 ? page - 1 : undefined
  setLinks(c, { page, perPage }, { prev, next, first: 1 })
}

/** The same for a walk, whose next page begins where this one ends; the first and the last page are nobody's question. */
export function setWalkHeaders(
  c: Context<RestDoor>,
  perPage: number,
  next: WalkedPage<unknown>['next'],
): void {
  if (next) c.header('Link', `<${addressOf(c, { ...next, per_page: String(perPage) })}>; rel="next"`)
}

function setLinks(
  c: Context<RestDoor>,
  { page, perPage }: PageWish,
  targets: { prev: number | undefined; next: number | undefined; first: number; last?: number },
): void {
  c.header('X-Page', String(page))
  c.header('X-Per-Page', String(perPage))
  c.header('X-Next-Page', String(targets.next ?? ''))
  c.header('X-Prev-Page', String(targets.prev ?? ''))
  const known = Object.entries(targets).filter((link): link is [string, number] => link[1] !== undefined)
  c.header(
    'Link',
    known
      .map(([relation, to]) => {
        const address = addressOf(c, { page: String(to), per_page: String(perPage) })
        return `<${address}>; rel="${relation}"`
      })
      .join(', '),
  )
}

/** The same list at another page, at the public address; every character that could end the link is encoded. */
function addressOf(c: Context<RestDoor>, place: Record<string, string>): string {
  const { pathname, search } = targetOf(c)
  const query = new URLSearchParams(search)
  for (const [name, value] of Object.entries(place)) query.set(name, value)
  return `${env.url}${pathname.replace(/[<>"\s]/g, encodeURIComponent)}?${query}`
}
