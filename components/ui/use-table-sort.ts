'use client'

import { useState } from 'react'
import type { TableSort } from './table'

type Sortable = string | number | null

/** Rows in the order someone chose by the table's headings; nulls last, and the given order until a heading is pressed. */
export function useTableSort<Row>(
  rows: readonly Row[],
  values: Record<string, (row: Row) => Sortable>,
  initial?: TableSort,
) {
  const [sort, setSort] = useState(initial)
  const value = sort && values[sort.key]
  const sorted = value ? rows.toSorted((a, b) => compare(value(a), value(b), sort.direction)) : rows
  const onSort = (key: string) =>
    setSort({
      key,
      direction: sort?.key === key && sort.direction === 'ascending' ? 'descending' : 'ascending',
    })
  return { rows: sorted, sort, onSort }
}

function compare(a: Sortable, b: Sortable, direction: TableSort['direction']): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  const order =
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en')
  return direction === 'ascending' ? order : -order
}
