import { Button } from '@/components/ui/button'
import type { TableSort } from '@/components/ui/table'
import { type TokenListQuery, tokensPerPage } from '@/lib/domain/deploy-token'

interface TokenPagesProps {
  page: number
  total: number
  onPage: (page: number) => void
}

/** The way through the pages of a list that stands in a page of its own; nothing for a single one. */
export function TokenPages({ page, total, onPage }: TokenPagesProps) {
  const pageCount = Math.ceil(total / tokensPerPage)
  if (pageCount <= 1) return null
  return (
    <nav aria-label="Pages of deploy tokens" className="flex items-center justify-center gap-4">
      <Button size="small" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        Previous
      </Button>
      <span role="status">
        Page {page} of {pageCount}
      </span>
      <Button size="small" disabled={page >= pageCount} onClick={() => onPage(page + 1)}>
        Next
      </Button>
    </nav>
  )
}

type Sorting = Pick<TokenListQuery, 'sort' | 'direction'>

/** The sorting of a list as its table's headings show it. */
export function sortOf({ sort, direction }: Sorting): TableSort {
  return { key: sort, direction: direction === 'asc' ? 'ascending' : 'descending' }
}

/** The heading pressed: a new one sorts upwards, the same one turns round. */
export function nextSort(query: Sorting, key: string): Sorting {
  const sort = key as TokenListQuery['sort']
  return { sort, direction: query.sort === sort && query.direction === 'asc' ? 'desc' : 'asc' }
}
