import Link from 'next/link'
import type { ReactNode } from 'react'
import { classNames } from './class-names'
import { Icon } from './icon'

type PaginationProps = {
  page: number
  pageCount: number
  href: (page: number) => string
  label?: string
  className?: string
}

/** Links, so that every page has an address. Nothing at all for a single page; no numbers on phones. */
export function Pagination({ page, pageCount, href, label = 'Pagination', className }: PaginationProps) {
  if (pageCount <= 1) return null
  return (
    <nav aria-label={label} className={classNames('flex justify-center', className)}>
      <ul className="flex gap-1">
        <Item href={page > 1 ? href(page - 1) : undefined} label="Previous page">
          <Icon name="chevron-left" />
          Previous
        </Item>
        <li className="self-center px-2 md:hidden">
          Page {page} of {pageCount}
        </li>
        {pagesAround(page, pageCount).map((number, index, all) => (
          <Item
            key={number}
            href={href(number)}
            label={`Page ${number}`}
            current={number === page}
            className="max-md:hidden"
            gap={number - (all[index - 1] ?? 0) > 1}
          >
            {number}
          </Item>
        ))}
        <Item href={page < pageCount ? href(page + 1) : undefined} label="Next page">
          Next
          <Icon name="chevron-right" />
        </Item>
      </ul>
    </nav>
  )
}

type ItemProps = {
  /** None before the first page and after the last: then there is no such item. */
  href?: string
  label: string
  children: ReactNode
  current?: boolean
  gap?: boolean
  className?: string
}

function Item({ href, label, children, current, gap, className }: ItemProps) {
  if (!href) return null
  return (
    <li className={classNames('flex items-center', className)}>
      {gap ? (
        <span aria-hidden="true" className="mr-1 px-1">
          …
        </span>
      ) : null}
      <Link
        href={href}
        prefetch={false}
        aria-label={label}
        aria-current={current ? 'page' : undefined}
        className={classNames(
          'flex min-h-11 min-w-11 items-center justify-center gap-1 rounded-lg px-2 md:min-h-8 md:min-w-8',
          current
            ? 'bg-(--gl-action-selected-background-color-default) text-(--gl-action-selected-foreground-color-default)'
            : 'hover:bg-gl-hover',
        )}
      >
        {children}
      </Link>
    </li>
  )
}

/** The first page, the last, and those next to this one. */
function pagesAround(page: number, pageCount: number): number[] {
  const wanted = [1, page - 1, page, page + 1, pageCount].filter(
    (number) => number >= 1 && number <= pageCount,
  )
  return [...new Set(wanted)]
}
