import type { Metadata } from 'next'
import { administratorAt } from '@/app/(web)/admin/administrator'
import { Frame } from '@/app/(web)/frame'
import {
  FeatureSettings,
  PackageSettings,
  SignUpSettings,
  TokenSettings,
} from '@/components/admin/settings-forms'
import { SettingsPage } from '@/components/settings/settings-page'
import { SettingsSection } from '@/components/settings/settings-section'
import { viewSettings } from '@/lib/services/instance/view-settings'

export const metadata: Metadata = { title: 'General' }

const here = '/admin/application_settings/general'

/** What is set for the whole instance. */
export default async function GeneralSettingsPage() {
  const actor = await administratorAt(here)
  const settings = await viewSettings(actor)
  const breadcrumbs = [{ label: 'Settings' }, { label: 'General' }]
  return (
    <Frame actor={actor} here={here} area="admin" breadcrumbs={breadcrumbs}>
      <SettingsPage title="General">
        <SettingsSection
          id="js-signup-settings"
          title="Sign-up restrictions"
          description="Configure the way a user creates a new account."
        >
          <SignUpSettings settings={settings} />
        </SettingsSection>
        <SettingsSection
          id="js-feature-settings"
          title="Features"
          description="What is switched off here is off in every group and project."
        >
          <FeatureSettings settings={settings} />
        </SettingsSection>
        <SettingsSection
          id="js-token-settings"
          title="Deploy token limits"
          description="Set how many active deploy tokens there may be, and for how long."
        >
          <TokenSettings settings={settings} />
        </SettingsSection>
        <SettingsSection
          id="js-packages-limits-settings"
          title="Package registry limits"
          description="Set how often clients may ask the package registry, and how much a project may store there. A change counts within a second."
        >
          <PackageSettings settings={settings} />
        </SettingsSection>
      </SettingsPage>
    </Frame>
  )
}
