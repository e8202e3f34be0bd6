import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { revokePersonalAccessToken as revokeRow } from '@/lib/data/personal-access-tokens'
import type { UserActor } from '@/lib/domain/actor'
import type { PersonalAccessToken } from '@/lib/domain/personal-access-token'
import { auditOf } from './audit-of'
import { openPersonalAccessToken, type WhichToken } from './open-personal-access-token'

interface Revocation {
  which: WhichToken
  address: string
}

/**
 * Ends a token: no request that starts after the answer is admitted by it. Of two at once one does it and is audited,
 * the other learns that it was done (`changed` false). Errors: those of `openPersonalAccessToken`.
 */
export function revokePersonalAccessToken(
  actor: UserActor,
  { which, address }: Revocation,
): Promise<{ token: PersonalAccessToken; changed: boolean }> {
  return transaction(async (tx) => {
    const { id } = await openPersonalAccessToken(actor, 'revoke', which, tx)
    const revoked = await revokeRow(tx, id)
    if (!revoked) return { token: await openPersonalAccessToken(actor, 'revoke', which, tx), changed: false }
    await insertAuditEvent(tx, auditOf('personal_access_token_revoked', { actor, address, token: revoked }))
    return { token: revoked, changed: true }
  })
}
