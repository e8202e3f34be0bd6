import { Alert } from '@/components/ui/alert'
import type { RevokedTokens } from '@/lib/actions/deploy-tokens'

interface DeployTokensRevokedProps {
  outcome: RevokedTokens
  onDismiss: () => void
}

/** What came of revoking several tokens: how many this did, and which ones somebody had revoked before. */
export function DeployTokensRevoked({ outcome, onDismiss }: DeployTokensRevokedProps) {
  const { revoked, already } = outcome
  return (
    <Alert variant={already.length > 0 ? 'info' : 'success'} onDismiss={onDismiss}>
      <p>{were(revoked.length)} revoked.</p>
      {already.length > 0 ? (
        <>
          <p className="mt-2">Revoked already, before you did:</p>
          <ul className="list-disc pl-6">
            {already.map(({ id, name, revokerName }) => (
              <li key={id}>
                <bdi className="font-semibold">{name}</bdi> by {revokerName}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Alert>
  )
}

/** "1 deploy token", "3 deploy tokens" */
export function countOfTokens(count: number): string {
  return `${count} deploy ${count === 1 ? 'token' : 'tokens'}`
}

function were(count: number): string {
  return `${countOfTokens(count)} ${count === 1 ? 'was' : 'were'}`
}
