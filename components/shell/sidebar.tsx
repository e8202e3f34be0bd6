'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useRef } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { isCurrent, type NavigationEntry, type NavigationGroup, navigationOf } from './navigation'
import type { ShellContext } from './shell-props'

export const sidebarId = 'sidebar'

const labels = {
  project: 'Project',
  group: 'Group',
  admin: 'Admin area',
  user: 'User settings',
} as const satisfies Record<ShellContext['kind'], string>

const itemShape = 'nav-item focus-inset flex min-h-11 items-center gap-2 px-3 lg:min-h-8'

/** A column from lg on; below it a drawer, which is a popover and so opens, closes and blocks without a script. */
export function Sidebar({ context }: { context: ShellContext }) {
  const ref = useRef<HTMLElement>(null)
  return (
    <nav
      ref={ref}
      id={sidebarId}
      popover="auto"
      aria-label={`${labels[context.kind]} navigation`}
      className="inset-y-0 right-auto left-0 h-dvh max-h-none w-72 max-w-[85vw] overscroll-contain bg-gl-chrome p-2 text-gl-default shadow-lg backdrop:bg-gl-overlay lg:sticky lg:top-12 lg:block lg:h-[calc(100dvh-3rem)] lg:w-60 lg:shrink-0 lg:shadow-none lg:collapsed:hidden"
    >
      <div className="flex items-center gap-2 px-3 py-2">
        <Avatar name={context.name} size={24} shape="square" />
        <span
          className="min-w-0 grow truncate font-semibold text-gl-heading"
          title={'fullPath' in context ? context.fullPath : undefined}
        >
          {context.name}
        </span>
        <Button
          variant="tertiary"
          icon="close"
          aria-label="Close navigation"
          popoverTarget={sidebarId}
          popoverTargetAction="hide"
          className="lg:hidden"
        />
      </div>
      <Entries entries={navigationOf(context)} onFollow={() => ref.current?.hidePopover()} />
    </nav>
  )
}

type EntriesProps = { entries: (NavigationEntry | NavigationGroup)[]; onFollow: () => void }

function Entries({ entries, onFollow }: EntriesProps) {
  const pathname = usePathname()
  return (
    <ul>
      {entries.map((entry) => (
        <li key={entry.label}>
          {'entries' in entry ? (
            <Group group={entry} pathname={pathname} onFollow={onFollow} />
          ) : (
            <Link
              href={entry.href}
              prefetch={false}
              onClick={onFollow}
              aria-current={isCurrent(entry, pathname) ? 'page' : undefined}
              className={itemShape}
            >
              <Icon name={entry.icon} />
              {entry.label}
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}

type GroupProps = { group: NavigationGroup; pathname: string; onFollow: () => void }

function Group({ group, pathname, onFollow }: GroupProps) {
  return (
    <details open className="group/entries">
      <summary className={`${itemShape} list-none [&::-webkit-details-marker]:hidden`}>
        <Icon name={group.icon} />
        <span className="grow">{group.label}</span>
        <Icon
          name="chevron-right"
          className="size-4 motion-safe:transition-transform group-open/entries:rotate-90"
        />
      </summary>
      <ul>
        {group.entries.map((link) => (
          <li key={link.label}>
            <Link
              href={link.href}
              prefetch={false}
              onClick={onFollow}
              aria-current={isCurrent(link, pathname) ? 'page' : undefined}
              className={`${itemShape} pl-9`}
            >
              {link.label}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  )
}
