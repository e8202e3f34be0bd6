import { blockedSeconds, recordFailure } from '@/lib/data/failed-authentications'
import { findCredentials } from '@/lib/data/users'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { addressLimit, loginLimit } from '@/lib/domain/throttle'
import { passwordCharactersMax } from '@/lib/domain/user'
import { isPassword } from '@/lib/storage/passwords'
import { isUsable } from './check-password'
import { addressKey, tooManyFailures } from './refuse-credentials'

/**
 * Makes sure that it is the owner of the account who asks, and not somebody with their session: gives the digest that
 * the password belongs to. A wrong one is `invalid` at `currentPassword` and a failure of the address and of the
 * account, wherever it comes from: `rate_limited`, without any work, after too many.
 */
export async function confirmPassword(
  actor: UserActor,
  { password, address }: { password: string; address: string },
): Promise<string> {
  const accountKey = `confirmation of user ${actor.id}`
  const blocked = await blockedSeconds([addressKey(address), accountKey])
  if (blocked > 0) throw tooManyFailures(blocked)

  const usable = isUsable(password, passwordCharactersMax)
  const found = await findCredentials(actor.id)
  const matches = await isPassword(usable ? password : '', found?.passwordDigest)
  if (found && matches) return found.passwordDigest

  await recordFailure(accountKey, loginLimit)
  await recordFailure(addressKey(address), addressLimit)
  throw wrongPassword()
}

/** The refusal of a wrong current password, at its field. */
export function wrongPassword(): DomainError {
  const message = 'You must provide a valid current password'
  return new DomainError('invalid', message, { fields: { currentPassword: [message] } })
}
