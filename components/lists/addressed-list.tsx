'use client'

import Form from 'next/form'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { Pagination } from '@/components/ui/pagination'
import { SearchInput } from '@/components/ui/search-input'
import { Table, type TableColumn } from '@/components/ui/table'
import { listedPerPage } from '@/lib/domain/admin-list'
import { type ListQuery, listAddress, searchCharactersMax } from '@/lib/domain/list-query'

interface AddressedListProps<Row> {
  /** Where the list stands, for its search, its order and its pages. */
  path: string
  /** What is listed, in the plural. */
  noun: string
  query: ListQuery
  defaults: ListQuery
  columns: readonly TableColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string | number
  detail?: (row: Row) => ReactNode
  total: number
}

/** A table whose search, order and page stand in its address: the server finds the rows, ten or ten thousand. */
export function AddressedList<Row>(props: AddressedListProps<Row>) {
  const { path, noun, query, defaults, columns, rows, rowKey, detail, total } = props
  const router = useRouter()
  const address = (change: Partial<ListQuery>) =>
    listAddress(path, { ...query, page: 1, ...change }, defaults)
  const isAscending = query.direction === 'asc'
  return (
    <div className="flex flex-col gap-4">
      <search>
        <Form action={path} className="max-w-80">
          {(['filter', 'sort', 'direction'] as const).map((name) =>
            query[name] === defaults[name] ? null : (
              <input key={name} type="hidden" name={name} value={query[name]} />
            ),
          )}
          <SearchInput
            key={query.search}
            label={`Search ${noun}`}
            name="search"
            defaultValue={query.search}
            maxLength={searchCharactersMax}
          />
        </Form>
      </search>
      {rows.length === 0 ? (
        <p className="py-4 text-gl-subtle">
          {query.search ? `No ${noun} match your search.` : `There are no ${noun} here.`}
        </p>
      ) : (
        <Table
          caption={noun}
          columns={columns}
          rows={rows}
          rowKey={rowKey}
          detail={detail}
          sort={{ key: query.sort, direction: isAscending ? 'ascending' : 'descending' }}
          onSort={(sort) =>
            router.push(address({ sort, direction: sort === query.sort && isAscending ? 'desc' : 'asc' }))
          }
        />
      )}
      <Pagination
        page={query.page}
        pageCount={Math.ceil(total / listedPerPage)}
        href={(page) => address({ page })}
        label={`Pages of ${noun}`}
      />
    </div>
  )
}
