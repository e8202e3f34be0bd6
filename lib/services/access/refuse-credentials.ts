import { recordFailure } from '@/lib/data/failed-authentications'
import { DomainError } from '@/lib/domain/error'
import { accessDeniedText } from '@/lib/domain/refusal'
import { addressLimit, networkOf } from '@/lib/domain/throttle'

/**
 * Counts a failure of this address and refuses: `unauthenticated`, or `rate_limited` once there were too many.
 * A value of 178 random bits cannot be guessed, so good tokens go on working from a blocked address; passwords do not.
 */
export async function refuseCredentials(address: string): Promise<never> {
  const blockedSeconds = await recordFailure(addressKey(address), addressLimit)
  if (blockedSeconds > 0) throw tooManyFailures(blockedSeconds)
  throw new DomainError('unauthenticated', accessDeniedText)
}

/** The key under which an address's failures are counted. */
export function addressKey(address: string): string {
  return `address ${networkOf(address)}`
}

/** The refusal of a blocked address or login. */
export function tooManyFailures(retryAfterSeconds: number): DomainError {
  return new DomainError('rate_limited', 'Too many failed sign-ins. Try again later.', { retryAfterSeconds })
}
