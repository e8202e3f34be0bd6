import type { Metadata } from 'next'
import { Frame } from '@/app/(web)/frame'
import { requireUser, shown } from '@/app/(web)/page-door'
import { ProfileForm } from '@/components/user-settings/profile-form'
import { openProfile } from '@/lib/services/users/open-profile'

export const metadata: Metadata = { title: 'Edit profile · User settings' }

const here = '/-/user_settings/profile'

export default async function ProfilePage() {
  const actor = await requireUser(here)
  const account = await shown(openProfile(actor), here)
  return (
    <Frame actor={actor} area="user" here={here} breadcrumbs={[{ label: 'Profile' }]}>
      <h1 className="mb-2 text-gl-h1">Profile</h1>
      <p className="mb-4 text-gl-subtle">Who you are to others here, and how you sign in.</p>
      <ProfileForm userId={actor.id} account={account} />
    </Frame>
  )
}
