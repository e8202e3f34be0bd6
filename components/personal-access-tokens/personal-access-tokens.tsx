'use client'

import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Tabs } from '@/components/ui/tabs'
import type { CreatedPersonalToken } from '@/lib/actions/personal-access-tokens'
import type { PersonalScope } from '@/lib/domain/personal-scope'
import type { PersonalTokenPageView, PersonalTokenView } from '@/lib/domain/personal-token-view'
import type { ExpiryLimits } from './expiry-field'
import { NewTokenNotice } from './new-token-notice'
import { firstPage, usePersonalTokens } from './personal-token-queries'
import { RevokeDialog } from './revoke-dialog'
import { RotateDialog } from './rotate-dialog'
import { TokenForm, type TokenSuggestion } from './token-form'
import { TokenList } from './token-list'

interface PersonalAccessTokensProps {
  limits: ExpiryLimits
  offered: readonly PersonalScope[]
  /** What the address asks to be filled in; the form is open then. */
  suggestion?: TokenSuggestion
  initialPage: PersonalTokenPageView
}

/** One's own personal access tokens: the notice of a new one, the form, and the lists. */
export function PersonalAccessTokens({
  limits,
  offered,
  suggestion,
  initialPage,
}: PersonalAccessTokensProps) {
  const [isFormOpen, setFormOpen] = useState(suggestion !== undefined)
  const [created, setCreated] = useState<CreatedPersonalToken>()
  const [rotating, setRotating] = useState<PersonalTokenView>()
  const [revoking, setRevoking] = useState<PersonalTokenView>()
  const { data: { counts } = initialPage } = usePersonalTokens(firstPage, initialPage)

  function show(created: CreatedPersonalToken) {
    setCreated(created)
    setFormOpen(false)
  }

  function forget(ended: PersonalTokenView) {
    if (ended.id === created?.token.id) setCreated(undefined)
  }

  return (
    <>
      {created ? (
        <NewTokenNotice
          key={created.token.id}
          secret={created.secret}
          onDismiss={() => setCreated(undefined)}
        />
      ) : null}
      <section aria-labelledby="personal-access-tokens" className="rounded-lg border">
        <div className="flex flex-wrap items-center gap-2 rounded-t-lg border-b bg-gl-subtle px-4 py-3">
          <h2 id="personal-access-tokens" className="flex grow items-center gap-2 text-gl-h4">
            Active tokens
            <Badge>
              <span className="inline-flex items-center gap-1">
                <Icon name="token" className="size-3" />
                <span data-testid="active-token-count">{counts.active}</span>
              </span>
            </Badge>
          </h2>
          {isFormOpen ? null : (
            <Button size="small" onClick={() => setFormOpen(true)}>
              Add new token
            </Button>
          )}
        </div>
        {isFormOpen ? (
          <TokenForm
            limits={limits}
            offered={offered}
            suggestion={suggestion}
            onCreated={show}
            onCancel={() => setFormOpen(false)}
          />
        ) : null}
        <div className="px-4 pt-2">
          <Tabs
            label="Personal access tokens by state"
            tabs={[
              {
                id: 'active',
                label: 'Active',
                count: counts.active,
                content: (
                  <TokenList
                    state="active"
                    initialPage={initialPage}
                    onRotate={setRotating}
                    onRevoke={setRevoking}
                  />
                ),
              },
              {
                id: 'inactive',
                label: 'Inactive',
                count: counts.inactive,
                content: <TokenList state="inactive" />,
              },
            ]}
          />
        </div>
      </section>
      <RotateDialog
        limits={limits}
        token={rotating}
        onCreated={show}
        onClose={() => setRotating(undefined)}
      />
      <RevokeDialog token={revoking} onEnded={forget} onClose={() => setRevoking(undefined)} />
    </>
  )
}
