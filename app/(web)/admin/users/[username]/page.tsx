import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { administratorAt } from '@/app/(web)/admin/administrator'
import { Frame } from '@/app/(web)/frame'
import { pathOf, shown } from '@/app/(web)/page-door'
import { MembershipList, type MembershipView } from '@/components/admin/membership-list'
import { UserDetails } from '@/components/admin/user-details'
import { UserForm } from '@/components/admin/user-form'
import { UserHeader } from '@/components/admin/user-header'
import { roleOf } from '@/lib/domain/role'
import { presentUser } from '@/lib/domain/user-view'
import { type ViewedUser, viewUser } from '@/lib/services/users/view-user'

export const metadata: Metadata = { title: 'User' }

/** A user: who they are, what can be done to them, and what they are a member of. */
export default async function UserPage({ params }: PageProps<'/admin/users/[username]'>) {
  const username = pathOf([(await params).username])
  const here = `/admin/users/${username}`
  const actor = await administratorAt(here)
  const { user: found, memberships, membershipTotal } = await shown(viewUser(actor, username), here)
  if (found.username !== username) redirect(`/admin/users/${found.username}`)
  const user = presentUser(found, actor.id)
  const breadcrumbs = [{ label: 'Users', href: '/admin/users' }, { label: user.name }]
  return (
    <Frame actor={actor} here={here} area="admin" breadcrumbs={breadcrumbs}>
      <UserHeader key={user.id} user={user} />
      <div className="grid gap-x-8 gap-y-6 xl:grid-cols-2">
        <section aria-labelledby="details">
          <h2 id="details" className="mb-4 text-gl-h2">
            Account
          </h2>
          <UserDetails user={user} />
        </section>
        <section aria-labelledby="edit">
          <h2 id="edit" className="mb-4 text-gl-h2">
            Edit user
          </h2>
          <UserForm key={user.id} user={user} />
        </section>
      </div>
      <section aria-labelledby="memberships" className="mt-6">
        <h2 id="memberships" className="mb-4 text-gl-h2">
          Groups and projects
        </h2>
        <MembershipList memberships={memberships.map(presentMembership)} total={membershipTotal} />
      </section>
    </Frame>
  )
}

function presentMembership(membership: ViewedUser['memberships'][number]): MembershipView {
  const { id, kind, name, fullPath, accessLevel, expiresAt } = membership
  const role = roleOf(accessLevel) ?? String(accessLevel)
  return { id, kind, name, fullPath, role, expiresAt: expiresAt?.toISOString() ?? null }
}
