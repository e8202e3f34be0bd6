import type { TableSort } from '@/components/ui/table'

interface Sorted<Key extends string> {
  sort: Key
  direction: 'asc' | 'desc'
}

/** The sorting of a list as its table's headings show it. */
export function sortOf({ sort, direction }: Sorted<string>): TableSort {
  return { key: sort, direction: direction === 'asc' ? 'ascending' : 'descending' }
}

/** The heading pressed, by its column's key: a new one sorts upwards, the same one turns round. */
export function nextSort<Key extends string>(query: Sorted<Key>, key: string): Sorted<Key> {
  return { sort: key as Key, direction: query.sort === key && query.direction === 'asc' ? 'desc' : 'asc' }
}
