import { Button } from './button'

interface PagerProps {
  /** Whose pages they are; read out, not shown. */
  label: string
  page: number
  total: number
  perPage: number
  onPage: (page: number) => void
}

/** The way through the pages of a list that is a part of a page, without an address; nothing for a single one. */
export function Pager({ label, page, total, perPage, onPage }: PagerProps) {
  const pageCount = Math.ceil(total / perPage)
  if (pageCount <= 1) return null
  return (
    <nav aria-label={label} className="flex items-center justify-center gap-4">
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
