import { Fragment, type ReactNode } from 'react'
import { classNames } from './class-names'
import { Icon } from './icon'

export type TableSort = { key: string; direction: 'ascending' | 'descending' }

export type TableColumn<Row> = {
  key: string
  /** The heading, and the label beside the value on phones. An empty one is for a column of buttons. */
  header: string
  cell: (row: Row) => ReactNode
  sortable?: boolean
  align?: 'right'
  /** Text that people typed: may break anywhere, so that one long word cannot widen the table. */
  freeText?: boolean
  className?: string
}

type TableProps<Row> = {
  /** What the table lists; read out, not shown. */
  caption: string
  columns: readonly TableColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string | number
  /** What stands under each row, over the whole width. */
  detail?: (row: Row) => ReactNode
  sort?: TableSort
  onSort?: (key: string) => void
  className?: string
}

// Below md every row is a block of label and value lines, under the headings that sort. Browsers may forget that
// such a thing is a table; roles remind them.
const role = {
  table: { role: 'table' },
  rows: { role: 'rowgroup' },
  row: { role: 'row' },
  header: { role: 'columnheader' },
  cell: { role: 'cell' },
}

export function Table<Row>(props: TableProps<Row>) {
  const { caption, columns, rows, rowKey, detail, sort, onSort, className } = props
  return (
    <table {...role.table} className={classNames('block w-full text-left md:table', className)}>
      <caption className="sr-only">{caption}</caption>
      <thead {...role.rows} className="block md:table-header-group">
        <tr {...role.row} className="flex flex-wrap gap-x-6 md:table-row">
          {columns.map((column) => (
            <th
              key={column.key}
              {...role.header}
              scope="col"
              aria-sort={column.sortable ? ariaSort(column.key, sort) : undefined}
              className={classNames(
                'font-semibold text-gl-heading md:table-cell md:border-b md:p-4',
                !(column.sortable && onSort) && 'sr-only md:not-sr-only',
                alignment(column),
              )}
            >
              <Heading column={column} sort={sort} onSort={onSort} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...role.rows} className="block md:table-row-group">
        {rows.map((row) => (
          <Fragment key={rowKey(row)}>
            <tr
              {...role.row}
              className={classNames(
                'block border md:mb-0 md:table-row md:border-0',
                detail ? 'rounded-t-lg' : 'mb-4 rounded-lg',
              )}
            >
              {columns.map((column) => (
                <td
                  key={column.key}
                  {...role.cell}
                  data-label={column.header}
                  className={classNames(
                    'flex min-w-0 items-start justify-between gap-4 px-4 py-3 text-right align-top wrap-anywhere not-last:border-b',
                    column.freeText ? 'md:wrap-anywhere' : 'md:wrap-break-word',
                    'before:shrink-0 before:text-left before:font-semibold before:text-gl-heading before:content-[attr(data-label)]',
                    'md:table-cell md:p-4 md:before:content-none',
                    detail ? 'md:not-last:border-b-0 md:pb-1' : 'md:border-b',
                    alignment(column) ?? 'md:text-left',
                    column.className,
                  )}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
            {detail ? (
              <tr
                {...role.row}
                className="mb-4 block rounded-b-lg border border-t-0 md:mb-0 md:table-row md:border-0"
              >
                <td
                  {...role.cell}
                  colSpan={columns.length}
                  className="block px-4 pb-3 md:table-cell md:border-b"
                >
                  {detail(row)}
                </td>
              </tr>
            ) : null}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}

type HeadingProps<Row> = { column: TableColumn<Row>; sort?: TableSort; onSort?: (key: string) => void }

function Heading<Row>({ column, sort, onSort }: HeadingProps<Row>) {
  if (!column.header) return <span className="sr-only">Actions</span>
  if (!column.sortable || !onSort) return column.header
  const sorted = sort?.key === column.key ? sort.direction : undefined
  return (
    <button
      type="button"
      onClick={() => onSort(column.key)}
      className="group inline-flex min-h-11 items-center gap-1 rounded-sm text-left md:min-h-0"
    >
      {column.header}
      <Icon
        name={sorted === 'descending' ? 'sort-highest' : 'sort-lowest'}
        className={classNames(
          'size-4',
          !sorted && 'md:opacity-0 md:group-hover:opacity-100 md:group-focus-visible:opacity-100',
        )}
      />
    </button>
  )
}

function ariaSort(key: string, sort: TableSort | undefined) {
  return sort?.key === key ? sort.direction : 'none'
}

function alignment(column: { align?: 'right' }) {
  return column.align === 'right' ? 'md:text-right' : undefined
}
