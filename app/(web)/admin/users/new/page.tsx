import type { Metadata } from 'next'
import { administratorAt } from '@/app/(web)/admin/administrator'
import { Frame } from '@/app/(web)/frame'
import { NewUserForm } from '@/components/admin/new-user-form'

export const metadata: Metadata = { title: 'New user' }

const here = '/admin/users/new'

/** The form of a new account. */
export default async function NewUserPage() {
  const actor = await administratorAt(here)
  const breadcrumbs = [{ label: 'Users', href: '/admin/users' }, { label: 'New user' }]
  return (
    <Frame actor={actor} here={here} area="admin" breadcrumbs={breadcrumbs}>
      <h1 className="mb-4 text-gl-h1">New user</h1>
      <NewUserForm />
    </Frame>
  )
}
