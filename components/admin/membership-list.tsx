'use client'

import Link from 'next/link'
import { Icon } from '@/components/ui/icon'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, type TableColumn } from '@/components/ui/table'
import type { HolderKind } from '@/lib/domain/holder'

export interface MembershipView {
  id: number
  kind: HolderKind
  name: string
  fullPath: string
  role: string
  /** ISO 8601 in UTC; null for never. */
  expiresAt: string | null
}

/** What a user is a member of directly. */
export function MembershipList({ memberships, total }: { memberships: MembershipView[]; total: number }) {
  if (total === 0) return <p className="text-gl-subtle">The user is not a member of any group or project.</p>
  return (
    <>
      <Table
        caption="Groups and projects of the user"
        columns={columns}
        rows={memberships}
        rowKey={({ id }) => id}
      />
      {total > memberships.length ? (
        <p className="pt-4 text-gl-subtle">And {total - memberships.length} more.</p>
      ) : null}
    </>
  )
}

const columns: TableColumn<MembershipView>[] = [
  {
    key: 'name',
    header: 'Name',
    freeText: true,
    cell: ({ kind, name, fullPath }) => (
      <div className="min-w-0">
        <Icon
          name={kind === 'group' ? 'group' : 'project'}
          className="mr-2 inline-block size-4 text-gl-subtle"
        />
        <Link href={`/${fullPath}`} prefetch={false} className="font-semibold text-gl-heading">
          <bdi>{name}</bdi>
        </Link>
        <div className="text-gl-subtle">{fullPath}</div>
      </div>
    ),
  },
  { key: 'role', header: 'Role', cell: ({ role }) => role },
  {
    key: 'expires',
    header: 'Expires',
    cell: ({ expiresAt }) => (expiresAt ? <RelativeTime value={expiresAt} /> : 'Never'),
  },
]
