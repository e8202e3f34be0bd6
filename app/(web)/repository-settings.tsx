import { redirect } from 'next/navigation'
import { DeployTokensSection } from '@/components/deploy-tokens/deploy-tokens-section'
import { SettingsPage } from '@/components/settings/settings-page'
import type { HolderKind } from '@/lib/domain/holder'
import { offeredScopes } from '@/lib/domain/scope'
import { presentTokenPage } from '@/lib/domain/token-view'
import { env } from '@/lib/env'
import { openSettings } from '@/lib/services/deploy-tokens/open-settings'
import { Frame } from './frame'
import { pageActor, shown } from './page-door'

/** Settings > Repository of the project or group at this full path. */
export async function RepositorySettings({ kind, fullPath }: { kind: HolderKind; fullPath: string }) {
  const address = addressOf(kind, fullPath)
  const actor = await pageActor()
  const settings = await shown(openSettings(actor, { kind, fullPath }), address)
  const { holder, tokens, reachedCounts, projectPaths, limits } = settings
  if (holder.fullPath !== fullPath) redirect(addressOf(kind, holder.fullPath))
  return (
    <Frame actor={actor} inside={holder} here={address} breadcrumbs={[{ label: 'Repository Settings' }]}>
      <SettingsPage title="Repository Settings">
        <DeployTokensSection
          holder={{ kind, fullPath }}
          holderId={holder.id}
          origin={env.url}
          registryOrigin={env.registryUrl}
          projectPaths={projectPaths}
          now={tokens.now.toISOString()}
          initialPage={presentTokenPage(tokens)}
          reachedCounts={reachedCounts}
          isArchived={holder.isArchived}
          offered={offeredScopes(holder.disabledFeatures)}
          limits={{ tokenLifetimeDaysMax: limits.tokenLifetimeDaysMax }}
        />
      </SettingsPage>
    </Frame>
  )
}

function addressOf(kind: HolderKind, fullPath: string): string {
  return `${kind === 'group' ? '/groups' : ''}/${fullPath}/-/settings/repository`
}
