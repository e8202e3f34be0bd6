import { findPersonalByDigest } from '@/lib/data/personal-access-tokens'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { expiredTokenText, revokedTokenText } from '@/lib/domain/refusal'
import { mayBePersonalToken } from '@/lib/domain/token-format'
import { digestPersonalToken } from '@/lib/storage/keys'
import { endTokenFamily } from './end-token-family'
import { notePersonalUse } from './note-use'
import { refuseCredentials } from './refuse-credentials'

/**
 * The user of this personal access token, limited by its scopes. A malformed or unknown value, and any token of a user
 * who is blocked or must choose another password, are one refusal and count as a failure of the address:
 * `unauthenticated`, or `rate_limited` after too many. A genuine token that is over says so and is not counted; one
 * that was replaced and comes back is in two hands, so what replaced it ends too.
 */
export async function authenticatePersonalToken(value: string, address: string): Promise<UserActor> {
  const presented = mayBePersonalToken(value)
    ? await findPersonalByDigest(digestPersonalToken(value))
    : undefined
  if (!presented || presented.isUserShut) return refuseCredentials(address)
  const { actor, state, isRotated } = presented
  if (isRotated) await endTokenFamily(actor, address)
  if (state === 'revoked') throw new DomainError('unauthenticated', revokedTokenText)
  if (state === 'expired') throw new DomainError('unauthenticated', expiredTokenText)
  notePersonalUse(actor.token.id)
  return actor
}
