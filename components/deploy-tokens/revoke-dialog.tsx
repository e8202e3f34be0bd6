'use client'

import { useRef } from 'react'
import { TicketLagNote } from '@/components/container-registry/ticket-lag'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { showToast } from '@/components/ui/toast'
import { explain } from '@/lib/client/action-result'
import { type Scope, scopes } from '@/lib/domain/scope'
import type { TokenView } from '@/lib/domain/token-view'
import { type HolderName, useRevokeDeployToken } from './deploy-token-queries'

interface RevokeDialogProps {
  holder: HolderName
  /** The token in question; undefined while none is. */
  token: TokenView | undefined
  onRevoked?: (token: TokenView) => void
  onClose: () => void
}

/** What no longer works without the scope, in a maintainer's words. */
const losses: Record<Scope, string> = {
  read_repository: 'cloning and fetching the repository',
  read_registry: 'pulling images',
  write_registry: 'pushing images',
  read_package_registry: 'installing packages',
  write_package_registry: 'publishing packages',
}

/** Asks before a token ends, naming it and what ends with it. */
export function RevokeDialog({ holder, token, onRevoked, onClose }: RevokeDialogProps) {
  const revoke = useRevokeDeployToken(holder)
  // a second click may come before the first one is rendered
  const isSent = useRef(false)

  function close() {
    revoke.reset()
    onClose()
  }

  function confirm(token: TokenView) {
    if (isSent.current) return
    isSent.current = true
    revoke.mutate(token, {
      onSettled: () => {
        isSent.current = false
      },
      onSuccess: ({ token, changed }) => {
        showToast(
          changed
            ? `${token.name} was revoked.`
            : `${token.name} had already been revoked by ${token.revokerName}.`,
        )
        onRevoked?.(token)
        close()
      },
    })
  }

  return (
    <Dialog
      id={token && `revoke-modal-${token.id}`}
      open={token !== undefined}
      onClose={close}
      title={
        <>
          Revoke <bdi>{token?.name}</bdi>?
        </>
      }
      footer={
        token ? (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              variant="danger"
              data-testid="primary-revoke-btn"
              loading={revoke.isPending}
              onClick={() => confirm(token)}
            >
              Revoke {token.name}
            </Button>
          </>
        ) : null
      }
    >
      {token ? (
        <>
          {revoke.error ? (
            <Alert variant="danger" className="mb-4">
              {explain(revoke.error)}
            </Alert>
          ) : null}
          <p className="mb-4">
            You are about to revoke <bdi className="font-semibold">{token.name}</bdi>. This action cannot be
            undone.
          </p>
          <p>
            Whatever signs in as <code>{token.username}</code> to {holder.fullPath} with it stops at its next
            request:
          </p>
          <ul className="mt-2 list-disc pl-6">
            {token.scopes.map((scope) => (
              <li key={scope}>{losses[scope]}</li>
            ))}
          </ul>
          {token.scopes.some((scope) => scopes[scope].feature === 'container_registry') ? (
            <TicketLagNote className="mt-4" />
          ) : null}
        </>
      ) : null}
    </Dialog>
  )
}
