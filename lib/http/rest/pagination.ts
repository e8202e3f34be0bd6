import type { Context } from 'hono'
import type { PageWish } from '@/lib/domain/page'
import { env } from '@/lib/env'
import { targetOf } from '@/lib/http/door'
import type { RestDoor } from './rest-door'

/** GitLab's headers about a page: https://docs.gitlab.com/api/rest/#pagination. Clients follow `Link`. */
export function setPageHeaders(c: Context<RestDoor>, { page, perPage }: PageWish, total: number): void {
  const last = Math.max(1, Math.ceil(total / perPage))
  const next = page < last ? page + 1 : undefined
  const previous = page > 1 && page <= last + 1 ? page - 1 : undefined
  c.header('X-Total', String(total))
  c.header('X-Total-Pages', String(last))
  c.header('X-Page', String(page))
  c.header('X-Per-Page', String(perPage))
  c.header('X-Next-Page', String(next ?? ''))
  c.header('X-Prev-Page', String(previous ?? ''))
  const links = Object.entries({ prev: previous, next, first: 1, last })
  const known = links.filter((link): link is [string, number] => link[1] !== undefined)
  c.header(
    'Link',
    known.map(([relation, to]) => `<${addressOf(c, to, perPage)}>; rel="${relation}"`).join(', '),
  )
}

/** The same list at another page, at the public address; every character that could end the link is encoded. */
function addressOf(c: Context<RestDoor>, page: number, perPage: number): string {
  const { pathname, search } = targetOf(c)
  const query = new URLSearchParams(search)
  query.set('page', String(page))
  query.set('per_page', String(perPage))
  return `${env.url}${pathname.replace(/[<>"\s]/g, encodeURIComponent)}?${query}`
}
