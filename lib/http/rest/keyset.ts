import { z } from '@hono/zod-openapi'
import type { UncountedPage } from '@/lib/domain/page'
import type { WalkedPage } from './pagination'
import { rowNumber } from './parameters'
import { Refusal } from './refusals'

/**
 * How a list is walked over whose end is far away: by numbers, so that what is added or removed meanwhile shifts
 * nothing. https://docs.gitlab.com/api/rest/#keyset-based-pagination
 */
export const keysetQuery = z.object({
  pagination: z
    .enum(['offset', 'keyset'])
    .describe('keyset: the next page is what follows the last one of this; wants order_by=id')
    .default('offset'),
  id_after: rowNumber.describe('Only what has a higher number').optional(),
  id_before: rowNumber.describe('Only what has a lower number').optional(),
})

interface Walk {
  pagination: 'offset' | 'keyset'
  order_by: string
  sort: 'asc' | 'desc'
}

/** Whether this list is walked over. Error: 405 in any order but that of numbers, as GitLab has it. */
export function isWalk({ pagination, order_by }: Walk): boolean {
  if (pagination === 'offset') return false
  if (order_by === 'id') return true
  throw new Refusal(405, { error: 'Keyset pagination is not yet available for this type of request' })
}

/** A page of a walk, each item as it is presented. */
export function walkedPage<Item extends { id: number }, View>(
  { items, hasMore }: UncountedPage<Item>,
  { sort }: Walk,
  present: (item: Item) => View,
): WalkedPage<View> {
  const last = hasMore ? items.at(-1)?.id : undefined
  const next = last === undefined ? undefined : nextOf(String(last), sort)
  return { items: items.map(present), next }
}

function nextOf(last: string, sort: Walk['sort']): WalkedPage<unknown>['next'] {
  return sort === 'asc' ? { id_after: last } : { id_before: last }
}
