import { blockedSeconds, recordFailure } from '@/lib/data/failed-authentications'
import { findForSignIn } from '@/lib/data/users'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { passwordChangeText } from '@/lib/domain/password-change'
import { loginLimit, networkOf } from '@/lib/domain/throttle'
import { pseudonymOf } from '@/lib/storage/keys'
import { isPassword } from '@/lib/storage/passwords'
import { addressKey, refuseCredentials, tooManyFailures } from './refuse-credentials'

export const loginCharactersMax = 255
export const passwordCharactersMax = 128

interface SignIn {
  /** User name or e-mail address, in any case. */
  login: string
  password: string
  address: string
  /** Takes a password that has to be changed too: where that is done. */
  beforeChange?: boolean
}

/**
 * The user with this password. Unknown, wrong and blocked are one refusal after the same work: `unauthenticated`;
 * `rate_limited` without any work while the address, or this login from this address, has failed too often. A right
 * password that has to be changed first is `unauthenticated` too, says so, and is no failure.
 */
export async function verifyPassword({
  login,
  password,
  address,
  beforeChange = false,
}: SignIn): Promise<UserActor> {
  // what was typed as a login may be anything, a secret too: only a keyed name of it is kept
  const loginKey = `login ${networkOf(address)} ${pseudonymOf(login.toLowerCase())}`
  const blocked = await blockedSeconds([addressKey(address), loginKey])
  if (blocked > 0) throw tooManyFailures(blocked)

  const usable = isUsable(login, loginCharactersMax) && isUsable(password, passwordCharactersMax)
  const found = usable ? await findForSignIn(login) : undefined
  const matches = await isPassword(usable ? password : '', found?.passwordDigest)
  if (found && matches && !found.isBlocked) {
    if (found.mustChangePassword && !beforeChange)
      throw new DomainError('unauthenticated', passwordChangeText)
    return found.user
  }

  await recordFailure(loginKey, loginLimit)
  return refuseCredentials(address)
}

/** PostgreSQL's text holds no NUL, and no honest login or password is longer. */
export function isUsable(text: string, charactersMax: number): boolean {
  return text.length <= charactersMax && !text.includes('\0')
}
