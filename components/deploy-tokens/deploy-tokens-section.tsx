'use client'

import { useState } from 'react'
import { SettingsSection } from '@/components/settings/settings-section'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Tabs } from '@/components/ui/tabs'
import type { CreatedToken } from '@/lib/actions/deploy-tokens'
import type { Reach, TokenLimits } from '@/lib/domain/deploy-token'
import type { HolderKind } from '@/lib/domain/holder'
import type { Scope } from '@/lib/domain/scope'
import type { TokenPageView, TokenView } from '@/lib/domain/token-view'
import { firstPage, type HolderName, useDeployTokens } from './deploy-token-queries'
import { NewTokenNotice } from './new-token-notice'
import { TokenForm } from './token-form'
import { TokenList } from './token-list'
import { useReachedTabs } from './use-reached-tabs'

interface DeployTokensSectionProps {
  holder: HolderName
  holderId: number
  /** Public origin of the instance, for the ready commands. */
  origin: string
  /** Public origin of its container registry. */
  registryOrigin: string
  /** Projects that a new token opens: the project itself, or those of the group. */
  projectPaths: string[]
  /** The server's clock when the page was rendered, ISO 8601. */
  now: string
  initialPage: TokenPageView
  /** Active tokens of other holders: those above that reach here, and those below a group. */
  reachedCounts: Record<Reach, number>
  /** Archived, itself or with a group above it: no token can be added. */
  isArchived: boolean
  /** Scopes whose features are not switched off here. */
  offered: readonly Scope[]
  limits: TokenLimits
}

const descriptions: Record<HolderKind, string> = {
  project: 'Deploy tokens allow access to packages, your repository, and registry images.',
  group:
    'Group deploy tokens allow access to the packages, repositories, and registry images within the group.',
}

/** Settings > Repository > Deploy tokens, of a project or a group. */
export function DeployTokensSection({
  holder,
  holderId,
  origin,
  registryOrigin,
  projectPaths,
  now,
  initialPage,
  reachedCounts,
  isArchived,
  offered,
  limits,
}: DeployTokensSectionProps) {
  const [isFormOpen, setFormOpen] = useState(false)
  const [created, setCreated] = useState<CreatedToken>()
  const { data: { counts } = initialPage } = useDeployTokens(holder, firstPage, initialPage)

  const reachedTabs = useReachedTabs(holder, reachedCounts, forget)
  const refusal = refusalOf(holder.kind, isArchived, offered)

  function show(created: CreatedToken) {
    setCreated(created)
    setFormOpen(false)
  }

  function forget(revoked: TokenView) {
    if (revoked.id === created?.token.id) setCreated(undefined)
  }

  return (
    <SettingsSection
      id="js-deploy-tokens"
      title="Deploy tokens"
      description={descriptions[holder.kind]}
      data-testid="deploy-tokens-settings-content"
    >
      <div id="new-deploy-token-alert">
        {created ? (
          <NewTokenNotice
            key={created.token.id}
            created={created}
            holder={holder}
            holderId={holderId}
            origin={origin}
            registryOrigin={registryOrigin}
            projectPaths={projectPaths}
            onDismiss={() => setCreated(undefined)}
          />
        ) : null}
      </div>
      <div className="rounded-lg border">
        <div className="flex flex-wrap items-center gap-2 rounded-t-lg border-b bg-gl-subtle px-4 py-3">
          <h3 className="flex grow items-center gap-2 text-gl-h4">
            Active deploy tokens
            <Badge>
              <span className="inline-flex items-center gap-1">
                <Icon name="token" className="size-3" />
                <span data-testid="active-token-count">{counts.active}</span>
              </span>
            </Badge>
          </h3>
          {isFormOpen || refusal ? null : (
            <Button size="small" onClick={() => setFormOpen(true)}>
              Add token
            </Button>
          )}
        </div>
        <div id="js-new-deploy-token">
          {refusal ? <p className="border-b px-4 py-3 text-gl-subtle">{refusal}</p> : null}
          {isFormOpen && !refusal ? (
            <TokenForm
              holder={holder}
              now={now}
              offered={offered}
              limits={limits}
              onCreated={show}
              onCancel={() => setFormOpen(false)}
            />
          ) : null}
        </div>
        <div className="px-4 pt-2">
          <Tabs
            label="Deploy tokens by state"
            onSelect={reachedTabs.open}
            tabs={[
              {
                id: 'active',
                label: 'Active',
                count: counts.active,
                content: (
                  <TokenList holder={holder} state="active" initialPage={initialPage} onRevoked={forget} />
                ),
              },
              {
                id: 'inactive',
                label: 'Inactive',
                count: counts.inactive,
                content: <TokenList holder={holder} state="inactive" />,
              },
              ...reachedTabs.tabs,
            ]}
          />
        </div>
      </div>
    </SettingsSection>
  )
}

/** Why no token can be added here; undefined where one can. */
function refusalOf(kind: HolderKind, isArchived: boolean, offered: readonly Scope[]): string | undefined {
  if (isArchived)
    return `This ${kind} is archived and read-only: no deploy token can be added. Those that are here can still be revoked.`
  if (offered.length === 0)
    return 'All features that a deploy token could open are switched off here: no deploy token can be added.'
  return undefined
}
