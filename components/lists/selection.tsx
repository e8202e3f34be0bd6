'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import type { TableColumn } from '@/components/ui/table'

/** Which rows of a page are chosen, by their keys. */
export interface Selection<Key> {
  /** The keys of the page that can be chosen. */
  selectable: readonly Key[]
  chosen: readonly Key[]
  toggle: (key: Key) => void
  setAll: (isChosen: boolean) => void
}

/** Nothing is chosen at first; what has gone from the page meanwhile is chosen no longer. */
export function useSelection<Key>(selectable: readonly Key[]): Selection<Key> {
  const [selected, setSelected] = useState<ReadonlySet<Key>>(new Set())
  return {
    selectable,
    chosen: selectable.filter((key) => selected.has(key)),
    toggle: (key) => {
      const next = new Set(selected)
      if (!next.delete(key)) next.add(key)
      setSelected(next)
    },
    setAll: (isChosen) => setSelected(new Set(isChosen ? selectable : [])),
  }
}

interface SelectionBarProps<Key> {
  selection: Selection<Key>
  /** What is done to what is chosen. */
  act: string
  onAct: () => void
  testId?: string
}

/** Above a list: all of its page at once, and what is done to those that are chosen. */
export function SelectionBar<Key>({ selection, act, onAct, testId }: SelectionBarProps<Key>) {
  const { selectable, chosen, setAll } = selection
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Checkbox
        label="Select all on this page"
        checked={chosen.length === selectable.length}
        ref={(input) => {
          if (input) input.indeterminate = chosen.length > 0 && chosen.length < selectable.length
        }}
        onChange={(event) => setAll(event.target.checked)}
      />
      <Button variant="danger-secondary" disabled={chosen.length === 0} onClick={onAct} data-testid={testId}>
        {act}
      </Button>
      <span role="status" className="text-gl-subtle">
        {chosen.length > 0 ? `${chosen.length} selected` : ''}
      </span>
    </div>
  )
}

/** The column of the checkboxes; a row that cannot be chosen has none. */
export function selectColumn<Row, Key>(
  { selectable, chosen, toggle }: Selection<Key>,
  keyOf: (row: Row) => Key,
  nameOf: (row: Row) => string,
): TableColumn<Row> {
  return {
    key: 'select',
    header: 'Select',
    cell: (row) =>
      selectable.includes(keyOf(row)) ? (
        <Checkbox
          label={<span className="sr-only">Select {nameOf(row)}</span>}
          checked={chosen.includes(keyOf(row))}
          onChange={() => toggle(keyOf(row))}
        />
      ) : null,
  }
}
