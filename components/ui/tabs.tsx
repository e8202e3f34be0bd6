'use client'

import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { Badge } from './badge'
import { classNames } from './class-names'

export type Tab = { id: string; label: string; count?: number; content: ReactNode }

type TabsProps = {
  label: string
  tabs: readonly [Tab, ...Tab[]]
  initial?: string
  /** Told which tab was opened, for content that is fetched only then. */
  onSelect?: (id: string) => void
}

export function Tabs({ label, tabs, initial = tabs[0].id, onSelect }: TabsProps) {
  const prefix = useId()
  const [selected, setSelected] = useState(initial)

  function select(id: string) {
    setSelected(id)
    onSelect?.(id)
  }

  function move(event: KeyboardEvent<HTMLElement>) {
    const next =
      tabs[
        nextIndex(
          event.key,
          tabs.findIndex((tab) => tab.id === selected),
          tabs.length,
        )
      ]
    if (!next) return
    event.preventDefault()
    select(next.id)
    document.getElementById(`${prefix}-${next.id}`)?.focus()
  }

  return (
    <div>
      <div role="tablist" aria-label={label} onKeyDown={move} className="flex overflow-x-auto border-b">
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${prefix}-${tab.id}`}
            aria-selected={tab.id === selected}
            aria-controls={`${prefix}-${tab.id}-panel`}
            tabIndex={tab.id === selected ? 0 : -1}
            onClick={() => select(tab.id)}
            className={classNames(
              'focus-inset flex min-h-11 shrink-0 items-center gap-2 border-b-2 px-3',
              tab.id === selected
                ? 'border-(--gl-tab-selected-indicator-color-default) font-semibold text-gl-heading'
                : 'border-transparent text-gl-default hover:border-gl-strong',
            )}
          >
            {tab.label}
            {tab.count === undefined ? null : <Badge>{tab.count}</Badge>}
          </button>
        ))}
      </div>
      {tabs.map((tab) => (
        <div
          key={tab.id}
          role="tabpanel"
          id={`${prefix}-${tab.id}-panel`}
          aria-labelledby={`${prefix}-${tab.id}`}
          hidden={tab.id !== selected}
          className="py-4"
        >
          {tab.content}
        </div>
      ))}
    </div>
  )
}

/** The index to go to, or -1 for a key that means nothing here. */
function nextIndex(key: string, index: number, count: number): number {
  if (key === 'ArrowRight') return (index + 1) % count
  if (key === 'ArrowLeft') return (index - 1 + count) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return -1
}
