import type { Metadata } from 'next'
import { administratorAt } from '@/app/(web)/admin/administrator'
import { Frame } from '@/app/(web)/frame'
import { UserList } from '@/components/admin/user-list'
import { LinkButton } from '@/components/ui/link-button'
import { userListQuery } from '@/lib/domain/admin-list'
import { presentUser } from '@/lib/domain/user-view'
import { listUsers } from '@/lib/services/users/list-users'

export const metadata: Metadata = { title: 'Users' }

const here = '/admin/users'

/** All users, with search, tabs, order and pages in the address. */
export default async function UsersPage({ searchParams }: PageProps<'/admin/users'>) {
  const actor = await administratorAt(here)
  const query = userListQuery.parse(await searchParams)
  const { users, total, counts } = await listUsers(actor, query)
  return (
    <Frame actor={actor} here={here} area="admin" breadcrumbs={[{ label: 'Users' }]}>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <h1 className="grow text-gl-h1">Users</h1>
        <LinkButton href="/admin/users/new" variant="confirm">
          New user
        </LinkButton>
      </div>
      <UserList
        query={query}
        users={users.map((user) => presentUser(user, actor.id))}
        total={total}
        counts={counts}
      />
    </Frame>
  )
}
