import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { revokeDeployToken as revokeRow } from '@/lib/data/deploy-tokens'
import type { UserActor } from '@/lib/domain/actor'
import type { DeployToken } from '@/lib/domain/deploy-token'
import { DomainError } from '@/lib/domain/error'
import type { HolderKind } from '@/lib/domain/holder'
import { auditOf } from './audit-of'
import { openToChange } from './open-to-change'

interface Revocation {
  holder: { kind: HolderKind; fullPath: string }
  tokenId: number
  address: string
}

/**
 * Ends a token of this holder: no request that starts after the answer is admitted by it. Of two at once one does
 * it and is audited, the other learns that it was done (`changed` false). Errors: those of `openHolder`;
 * `not_found` for a token that is not there or belongs to another holder.
 */
export async function revokeDeployToken(
  actor: UserActor,
  { holder, tokenId, address }: Revocation,
): Promise<{ token: DeployToken; changed: boolean }> {
  const opened = await openToChange(actor, {
    ability: 'manage_deploy_tokens',
    attempt: 'revoke deploy token',
    holder,
    address,
  })
  return transaction(async (tx) => {
    const revoked = await revokeRow(tx, opened, tokenId, actor)
    if (!revoked) throw new DomainError('not_found', 'Deploy token not found.')
    const { token, changed } = revoked
    if (changed) {
      await insertAuditEvent(tx, auditOf('deploy_token_revoked', { actor, address, holder: opened, token }))
    }
    return revoked
  })
}
