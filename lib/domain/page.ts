/** One page of a list, as it is asked for. */
export interface PageWish {
  /** From 1. */
  page: number
  perPage: number
}

/** One page of a list, and how many there are over all pages. */
export interface Page<Item> {
  items: Item[]
  total: number
}

/** One page of a list that nobody counts; or the next of a walk, which begins after the last one of the page before. */
export interface UncountedPage<Item> {
  items: Item[]
  /** There is another page. */
  hasMore: boolean
}

export const perPageDefault = 20
export const perPageMax = 100
/** Beyond this no list is asked for. */
export const pageMax = 1_000_000
