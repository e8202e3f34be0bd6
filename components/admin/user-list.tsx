'use client'

import Link from 'next/link'
import { AddressedList } from '@/components/lists/addressed-list'
import { Avatar } from '@/components/ui/avatar'
import { LinkTabs } from '@/components/ui/link-tabs'
import { RelativeTime } from '@/components/ui/relative-time'
import type { TableColumn } from '@/components/ui/table'
import { type UserFilter, type UserListQuery, userFilters, userListQuery } from '@/lib/domain/admin-list'
import { listAddress } from '@/lib/domain/list-query'
import type { UserView } from '@/lib/domain/user-view'
import { UserBadges } from './user-badges'

interface UserListProps {
  query: UserListQuery
  users: UserView[]
  total: number
  counts: Record<UserFilter, number>
}

const path = '/admin/users'
const defaults = userListQuery.parse({})

/** All users, by tab. */
export function UserList({ query, users, total, counts }: UserListProps) {
  const filters = Object.keys(userFilters) as UserFilter[]
  return (
    <div className="flex flex-col gap-4">
      <LinkTabs
        label="Users by state"
        tabs={filters.map((filter) => ({
          href: listAddress(path, { ...query, filter, page: 1 }, defaults),
          label: userFilters[filter],
          count: counts[filter],
          current: filter === query.filter,
        }))}
      />
      <AddressedList
        path={path}
        noun="users"
        query={query}
        defaults={defaults}
        columns={columns}
        rows={users}
        rowKey={(user) => user.id}
        total={total}
      />
    </div>
  )
}

const columns: TableColumn<UserView>[] = [
  {
    key: 'name',
    header: 'Name',
    sortable: true,
    freeText: true,
    cell: (user) => (
      <div className="flex min-w-0 items-start gap-3">
        <Avatar name={user.name} className="max-md:hidden" />
        <div className="min-w-0">
          <Link href={`${path}/${user.username}`} prefetch={false} className="font-semibold text-gl-heading">
            <bdi>{user.name}</bdi>
          </Link>{' '}
          <UserBadges user={user} />
          <div className="text-gl-subtle">@{user.username}</div>
        </div>
      </div>
    ),
  },
  { key: 'email', header: 'Email', freeText: true, cell: (user) => user.email },
  { key: 'projects', header: 'Projects', cell: (user) => user.projectCount },
  { key: 'groups', header: 'Groups', cell: (user) => user.groupCount },
  {
    key: 'created',
    header: 'Created on',
    sortable: true,
    cell: (user) => <RelativeTime value={user.createdAt} />,
  },
  {
    key: 'activity',
    header: 'Last activity',
    sortable: true,
    cell: (user) => (user.lastActivityAt ? <RelativeTime value={user.lastActivityAt} /> : 'Never'),
  },
]
