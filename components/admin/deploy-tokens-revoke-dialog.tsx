'use client'

import { useMutation } from '@tanstack/react-query'
import { TicketLagNote } from '@/components/container-registry/ticket-lag'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { type RevokedTokens, revokeDeployTokensAction } from '@/lib/actions/deploy-tokens'
import { explain, outcomeValue } from '@/lib/client/action-result'
import type { HeldTokenView } from '@/lib/domain/token-view'
import { countOfTokens } from './deploy-tokens-revoked'

interface DeployTokensRevokeDialogProps {
  /** The tokens in question; none while nothing is asked. */
  tokens: HeldTokenView[]
  onRevoked: (outcome: RevokedTokens) => void
  onClose: () => void
}

/** Asks before several tokens end, naming each and how many they are. */
export function DeployTokensRevokeDialog({ tokens, onRevoked, onClose }: DeployTokensRevokeDialogProps) {
  const revoke = useMutation({
    mutationFn: () => outcomeValue(revokeDeployTokensAction({ tokenIds: tokens.map(({ id }) => id) })),
    onSuccess: (outcome) => {
      close()
      onRevoked(outcome)
    },
  })
  const count = countOfTokens(tokens.length)

  function close() {
    revoke.reset()
    onClose()
  }

  return (
    <Dialog
      open={tokens.length > 0}
      onClose={close}
      title={`Revoke ${count}?`}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            variant="danger"
            data-testid="primary-revoke-btn"
            loading={revoke.isPending}
            onClick={() => revoke.mutate()}
          >
            Revoke {count}
          </Button>
        </>
      }
    >
      {revoke.error ? (
        <Alert variant="danger" className="mb-4">
          {explain(revoke.error)}
        </Alert>
      ) : null}
      <p className="mb-2">
        Whatever signs in with one of these stops at its next request. This action cannot be undone.
      </p>
      <ul aria-label="Deploy tokens to revoke" className="list-disc pl-6">
        {tokens.map(({ id, name, holder }) => (
          <li key={id}>
            <bdi className="font-semibold">{name}</bdi>{' '}
            <span className="text-gl-subtle">of {holder.fullPath}</span>
          </li>
        ))}
      </ul>
      <TicketLagNote className="mt-4" />
    </Dialog>
  )
}
