'use client'

import { useRef } from 'react'
import { TicketLagNote } from '@/components/container-registry/ticket-lag'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { showToast } from '@/components/ui/toast'
import { explain } from '@/lib/client/action-result'
import type { PersonalTokenView } from '@/lib/domain/personal-token-view'
import { useRevokePersonalToken } from './personal-token-queries'

interface RevokeDialogProps {
  /** The token in question; undefined while none is. */
  token: PersonalTokenView | undefined
  onEnded: (token: PersonalTokenView) => void
  onClose: () => void
}

/** Asks before a token ends, naming it. */
export function RevokeDialog({ token, onEnded, onClose }: RevokeDialogProps) {
  const revoke = useRevokePersonalToken()
  // a second click may come before the first one is rendered
  const isSent = useRef(false)

  function close() {
    revoke.reset()
    onClose()
  }

  function confirm(token: PersonalTokenView) {
    if (isSent.current) return
    isSent.current = true
    revoke.mutate(token, {
      onSettled: () => {
        isSent.current = false
      },
      onSuccess: ({ token, changed }) => {
        showToast(changed ? `${token.name} was revoked.` : `${token.name} had already been revoked.`)
        onEnded(token)
        close()
      },
    })
  }

  return (
    <Dialog
      open={token !== undefined}
      onClose={close}
      title={
        <>
          Revoke the token <bdi>{token?.name}</bdi>?
        </>
      }
      footer={
        token ? (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button variant="danger" loading={revoke.isPending} onClick={() => confirm(token)}>
              Revoke
            </Button>
          </>
        ) : null
      }
    >
      {revoke.error ? (
        <Alert variant="danger" className="mb-4">
          {explain(revoke.error)}
        </Alert>
      ) : null}
      <p>
        Are you sure you want to revoke <bdi className="font-semibold">{token?.name}</bdi>? Whatever uses it
        stops at its next request. This action cannot be undone.
      </p>
      <TicketLagNote className="mt-4" />
    </Dialog>
  )
}
