import Link from 'next/link'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Icon } from '@/components/ui/icon'
import { Pagination } from '@/components/ui/pagination'
import { SearchInput } from '@/components/ui/search-input'
import type { Visibility } from '@/lib/domain/visibility'
import { VisibilityIcon } from './visibility-icon'

interface TreeListProps {
  /** Where the list stands, for its search and its pages. */
  path: string
  entries: Entry[]
  total: number
  page: number
  perPage: number
  search: string
  emptyText: string
}

interface Entry {
  kind: 'project' | 'group'
  id: number
  name: string
  fullPath: string
  description: string
  visibility: Visibility
  isArchived: boolean
}

/** Groups and projects with a search, one page at a time; works without scripts. */
export function TreeList({ path, entries, total, page, perPage, search, emptyText }: TreeListProps) {
  const href = (number: number) =>
    `${path}?${new URLSearchParams({ ...(search && { search }), page: String(number) })}`
  return (
    <div className="flex flex-col gap-4">
      {total > 0 || search || page > 1 ? (
        <search>
          <form action={path} className="max-w-80">
            <SearchInput
              key={search}
              label="Search groups and projects"
              name="search"
              defaultValue={search}
              maxLength={255}
            />
          </form>
        </search>
      ) : null}
      {entries.length === 0 ? (
        <p className="py-4 text-gl-subtle">{search ? 'Nothing matches your search.' : emptyText}</p>
      ) : (
        <ul className="rounded-lg border">
          {entries.map((entry) => (
            <TreeItem key={`${entry.kind}-${entry.id}`} entry={entry} />
          ))}
        </ul>
      )}
      <Pagination
        page={page}
        pageCount={Math.ceil(total / perPage)}
        href={href}
        label="Pages of groups and projects"
      />
    </div>
  )
}

function TreeItem({ entry }: { entry: Entry }) {
  return (
    <li className="flex min-h-14 items-center gap-3 px-4 py-2 not-last:border-b">
      <Icon name={entry.kind === 'group' ? 'group' : 'project'} className="size-4 shrink-0 text-gl-subtle" />
      <Avatar name={entry.name} shape="square" />
      <div className="min-w-0 grow">
        <Link href={`/${entry.fullPath}`} className="font-semibold text-gl-heading wrap-anywhere">
          <bdi>{entry.name}</bdi>
        </Link>{' '}
        <VisibilityIcon visibility={entry.visibility} kind={entry.kind} />{' '}
        {entry.isArchived ? <Badge variant="info">Archived</Badge> : null}
        <p className="text-sm text-gl-subtle wrap-anywhere">{entry.fullPath}</p>
      </div>
    </li>
  )
}
