import type { Metadata } from 'next'
import { Frame } from '@/app/(web)/frame'
import { requireSession, requireUser } from '@/app/(web)/page-door'
import { PreferencesForm } from '@/components/user-settings/preferences-form'

export const metadata: Metadata = { title: 'Preferences · User settings' }

const here = '/-/profile/preferences'

export default async function PreferencesPage() {
  const actor = await requireUser(here)
  const { preferences } = await requireSession(here)
  return (
    <Frame actor={actor} area="user" here={here} breadcrumbs={[{ label: 'Preferences' }]}>
      <h1 className="mb-4 text-gl-h1">Preferences</h1>
      <PreferencesForm preferences={preferences} />
    </Frame>
  )
}
