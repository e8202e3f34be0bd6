'use client'

import Link from 'next/link'
import { AddressedList } from '@/components/lists/addressed-list'
import { VisibilityIcon } from '@/components/tree/visibility-icon'
import { Badge } from '@/components/ui/badge'
import { LinkButton } from '@/components/ui/link-button'
import { RelativeTime } from '@/components/ui/relative-time'
import type { TableColumn } from '@/components/ui/table'
import { type PlaceListQuery, placeListQuery } from '@/lib/domain/admin-list'
import type { HolderKind } from '@/lib/domain/holder'
import type { Visibility } from '@/lib/domain/visibility'

/** A group or project as plain data. */
export interface PlaceView {
  id: number
  name: string
  fullPath: string
  visibility: Visibility
  parentPath: string | null
  memberCount: number
  isArchived: boolean
  /** ISO 8601 in UTC. */
  createdAt: string
}

interface PlaceListProps {
  kind: HolderKind
  query: PlaceListQuery
  places: PlaceView[]
  total: number
}

const defaults = placeListQuery.parse({})

/** All groups, or all projects, of the instance. */
export function PlaceList({ kind, query, places, total }: PlaceListProps) {
  return (
    <AddressedList
      path={`/admin/${kind}s`}
      noun={`${kind}s`}
      query={query}
      defaults={defaults}
      columns={columnsOf(kind)}
      rows={places}
      rowKey={(place) => place.id}
      total={total}
    />
  )
}

function columnsOf(kind: HolderKind): TableColumn<PlaceView>[] {
  return [
    {
      key: 'name',
      header: 'Name',
      sortable: true,
      freeText: true,
      cell: (place) => (
        <div className="min-w-0">
          <Link href={`/${place.fullPath}`} prefetch={false} className="font-semibold text-gl-heading">
            <bdi>{place.name}</bdi>
          </Link>{' '}
          <VisibilityIcon visibility={place.visibility} kind={kind} />{' '}
          {place.isArchived ? <Badge variant="info">Archived</Badge> : null}
          <div className="text-gl-subtle">{place.fullPath}</div>
        </div>
      ),
    },
    {
      key: 'visibility',
      header: 'Visibility',
      cell: (place) => place.visibility.charAt(0).toUpperCase() + place.visibility.slice(1),
    },
    {
      key: 'parent',
      header: kind === 'group' ? 'Parent group' : 'Group',
      freeText: true,
      cell: (place) =>
        place.parentPath ? (
          <Link href={`/${place.parentPath}`} prefetch={false} className="text-gl-link hover:underline">
            {place.parentPath}
          </Link>
        ) : (
          'None'
        ),
    },
    { key: 'members', header: 'Members', cell: (place) => place.memberCount },
    {
      key: 'created',
      header: 'Created on',
      sortable: true,
      cell: (place) => <RelativeTime value={place.createdAt} />,
    },
    {
      key: 'actions',
      header: '',
      align: 'right',
      cell: (place) => (
        <LinkButton
          href={kind === 'group' ? `/groups/${place.fullPath}/-/edit` : `/${place.fullPath}/edit`}
          prefetch={false}
          size="small"
          aria-label={`Settings of ${place.name}`}
        >
          Settings
        </LinkButton>
      ),
    },
  ]
}
