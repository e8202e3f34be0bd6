import { findByDigest, type PresentedToken } from '@/lib/data/deploy-tokens'
import type { DeployTokenActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { accessDeniedText } from '@/lib/domain/refusal'
import { prefixOf, tokenPrefixes } from '@/lib/domain/token-format'
import { digestToken, isSameText } from '@/lib/storage/keys'
import { noteUse } from './note-use'
import { refuseCredentials } from './refuse-credentials'

/**
 * The live deploy token of this value and, where one is asked for, of exactly this user name. Whatever else it is counts
 * as a failure of the address: `unauthenticated`, or `rate_limited` after too many. A genuine token that is over says
 * so and is not counted.
 */
export async function authenticateDeployToken(
  value: string,
  address: string,
  username?: string,
): Promise<DeployTokenActor> {
  const isDeployToken = prefixOf(value) === tokenPrefixes.deployToken
  const presented = isDeployToken ? await findByDigest(digestToken(value)) : undefined
  if (!presented) return refuseCredentials(address)
  if (username !== undefined && !isSameText(username, presented.actor.username))
    return refuseCredentials(address)
  if (presented.state !== 'active') throw new DomainError('unauthenticated', endOf(presented))
  noteUse(presented.actor.id)
  return presented.actor
}

function endOf({ actor, state, expiresAt, revokedAt }: PresentedToken): string {
  const when = (state === 'revoked' ? revokedAt : expiresAt)?.toISOString().replace('.000Z', 'Z')
  return `${accessDeniedText} The deploy token "${actor.name}" ${state === 'revoked' ? 'was revoked' : 'expired'} at ${when}.`
}
