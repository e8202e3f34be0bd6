import Link from 'next/link'
import { Badge } from './badge'
import { classNames } from './class-names'

export type LinkTab = { href: string; label: string; count?: number; current: boolean }

/** Tabs that are pages of their own, each with its address. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly LinkTab[] }) {
  return (
    <nav aria-label={label} className="border-b">
      <ul className="flex overflow-x-auto">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              prefetch={false}
              aria-current={tab.current ? 'page' : undefined}
              className={classNames(
                'focus-inset flex min-h-11 shrink-0 items-center gap-2 border-b-2 px-3 whitespace-nowrap',
                tab.current
                  ? 'border-(--gl-tab-selected-indicator-color-default) font-semibold text-gl-heading'
                  : 'border-transparent text-gl-default hover:border-gl-strong',
              )}
            >
              {tab.label}
              {tab.count === undefined ? null : <Badge>{tab.count}</Badge>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
