import { redirect } from 'next/navigation'
import { AdvancedSection } from '@/components/place-settings/advanced-section'
import { NamingSection } from '@/components/place-settings/naming-section'
import { PermissionsSection } from '@/components/place-settings/permissions-section'
import { SettingsPage } from '@/components/settings/settings-page'
import type { HolderKind } from '@/lib/domain/holder'
import { env } from '@/lib/env'
import { openGeneralSettings } from '@/lib/services/places/open-general-settings'
import { ArchivedNotice } from './archived-notice'
import { Frame, may } from './frame'
import { pageActor, shown } from './page-door'

/** Settings > General of the project or group at this full path. */
export async function GeneralSettings({ kind, fullPath }: { kind: HolderKind; fullPath: string }) {
  const address = addressOf(kind, fullPath)
  const actor = await pageActor()
  const opened = await shown(openGeneralSettings(actor, { kind, fullPath }), address)
  const { place, settings, parentVisibility, contents, targets } = opened
  if (place.fullPath !== fullPath) redirect(addressOf(kind, place.fullPath))
  const { id, name, description, visibility, ancestors } = place
  const named = { kind, id, fullPath }
  return (
    <Frame actor={actor} inside={place} here={address} breadcrumbs={[{ label: 'General Settings' }]}>
      <ArchivedNotice place={place} />
      <SettingsPage title="General Settings">
        <NamingSection key={`naming-${fullPath}`} place={named} name={name} description={description} />
        <PermissionsSection
          place={named}
          visibility={visibility}
          parentVisibility={parentVisibility}
          disabledFeatures={settings.ownDisabledFeatures}
          disabledAbove={settings.disabledAbove}
        />
        <AdvancedSection
          place={named}
          origin={env.url}
          parent={ancestors.at(-1)?.fullPath}
          targets={targets}
          contents={contents}
          isArchivedItself={settings.isArchivedItself}
          archivedBy={settings.archivedBy}
          may={{
            transfer: may(actor, 'transfer', place),
            archive: may(actor, 'archive', place),
            delete: may(actor, 'delete', place),
          }}
        />
      </SettingsPage>
    </Frame>
  )
}

function addressOf(kind: HolderKind, fullPath: string): string {
  return kind === 'group' ? `/groups/${fullPath}/-/edit` : `/${fullPath}/edit`
}
