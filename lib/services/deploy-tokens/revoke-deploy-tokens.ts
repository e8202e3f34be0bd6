import { insertAuditEvents } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { type RevokedToken, revokeDeployTokens as revokeRows } from '@/lib/data/deploy-tokens'
import type { Actor } from '@/lib/domain/actor'
import { requireAdministrator } from '@/lib/services/access/require-administrator'
import { auditOf } from './audit-of'

/**
 * Ends up to 100 tokens of any holders, all of them or none, each audited where it belongs. Those that were revoked
 * already come back with `changed` false; those that are not there do not come back. Errors: those of
 * `requireAdministrator`.
 */
export async function revokeDeployTokens(
  actor: Actor,
  { tokenIds, address }: { tokenIds: readonly number[]; address: string },
): Promise<RevokedToken[]> {
  const administrator = requireAdministrator(actor)
  return transaction(async (tx) => {
    const revoked = await revokeRows(tx, tokenIds, administrator)
    const events = revoked
      .filter(({ changed }) => changed)
      .map(({ token, place }) =>
        auditOf('deploy_token_revoked', { actor: administrator, address, holder: place, token }),
      )
    await insertAuditEvents(tx, events)
    return revoked
  })
}
