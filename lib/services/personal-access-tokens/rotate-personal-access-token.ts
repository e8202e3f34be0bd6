import { randomBytes } from 'node:crypto'
import { insertAuditEvent } from '@/lib/data/audit-events'
import { isTaken, transaction } from '@/lib/data/client'
import {
  insertPersonalAccessToken,
  revokePersonalAccessToken as revokeRow,
} from '@/lib/data/personal-access-tokens'
import type { UserActor } from '@/lib/domain/actor'
import { stateOf } from '@/lib/domain/deploy-token'
import { DomainError } from '@/lib/domain/error'
import type { PersonalAccessToken } from '@/lib/domain/personal-access-token'
import { mintToken, tokenPrefixes } from '@/lib/domain/token-format'
import { digestPersonalToken } from '@/lib/storage/keys'
import { auditOf } from './audit-of'
import { checkLifetime } from './check-lifetime'
import { openPersonalAccessToken, type WhichToken } from './open-personal-access-token'

interface Rotation {
  which: WhichToken
  /** The end of the new token, null for never; a week from now unless said. */
  expiresAt?: Date | null
  /** A UUID made once per opened dialog or request. */
  requestKey: string
  address: string
}

/**
 * Ends one's active token and makes another with its name and scopes in its place, whose value is given this once.
 * Using the old value again ends the new one too. Errors: those of `openPersonalAccessToken`; `invalid` for a token
 * that is over, or a life longer than the instance allows; `conflict` when this was already done.
 */
export async function rotatePersonalAccessToken(
  actor: UserActor,
  { which, expiresAt, requestKey, address }: Rotation,
): Promise<{ token: PersonalAccessToken; previous: PersonalAccessToken; secret: string }> {
  const secret = mintToken(tokenPrefixes.personalAccessToken, randomBytes)
  try {
    return await transaction(async (tx) => {
      const now = new Date()
      const { id } = await openPersonalAccessToken(actor, 'rotate', which, tx)
      const end = await checkLifetime(tx, expiresAt, now)
      const previous = await revokeRow(tx, id)
      if (!previous) throw new DomainError('invalid', 'token already revoked')
      // revoked by the same clock that tells whether it had already expired
      if (stateOf({ ...previous, revokedAt: null }, previous.revokedAt ?? now) === 'expired') {
        throw new DomainError('invalid', 'token already expired')
      }
      const { name, description, scopes } = previous
      const token = await insertPersonalAccessToken(tx, {
        token: { name, description, scopes, expiresAt: end },
        user: actor,
        digest: digestPersonalToken(secret),
        requestKey,
        previousId: id,
      })
      await insertAuditEvent(
        tx,
        auditOf('personal_access_token_rotated', { actor, address, token: previous, next: token }),
      )
      return { token, previous, secret }
    })
  } catch (error) {
    if (isTaken(error, 'request_key')) throw new DomainError('conflict', 'This token was already rotated.')
    throw error
  }
}
