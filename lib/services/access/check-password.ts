import { blockedSeconds, recordFailure } from '@/lib/data/failed-authentications'
import { findForSignIn } from '@/lib/data/users'
import type { UserActor } from '@/lib/domain/actor'
import { loginLimit, networkOf } from '@/lib/domain/throttle'
import { passwordCharactersMax } from '@/lib/domain/user'
import { pseudonymOf } from '@/lib/storage/keys'
import { isPassword } from '@/lib/storage/passwords'
import { addressKey, refuseCredentials, tooManyFailures } from './refuse-credentials'

const loginCharactersMax = 255

export interface SignIn {
  /** User name or e-mail address, in any case. */
  login: string
  password: string
  address: string
}

/** Whose password it was, and what it was proved by: whoever relies on that later sees whether it still holds. */
export interface CheckedPassword {
  user: UserActor
  passwordDigest: string
  mustChangePassword: boolean
}

/**
 * Whose password this is, also where it has to be changed: for sign-in, after which that is done. Unknown, wrong and
 * blocked are one refusal after the same work: `unauthenticated`; `rate_limited` without any work while the address,
 * or this login from this address, has failed too often.
 */
export async function checkPassword({ login, password, address }: SignIn): Promise<CheckedPassword> {
  // what was typed as a login may be anything, a secret too: only a keyed name of it is kept
  const loginKey = `login ${networkOf(address)} ${pseudonymOf(login.toLowerCase())}`
  const blocked = await blockedSeconds([addressKey(address), loginKey])
  if (blocked > 0) throw tooManyFailures(blocked)

  const usable = isUsable(login, loginCharactersMax) && isUsable(password, passwordCharactersMax)
  const found = usable ? await findForSignIn(login) : undefined
  const matches = await isPassword(usable ? password : '', found?.passwordDigest)
  if (found && matches && !found.isBlocked) return found

  await recordFailure(loginKey, loginLimit)
  return refuseCredentials(address)
}

/** PostgreSQL's text holds no NUL, and no honest login or password is longer. */
export function isUsable(text: string, charactersMax: number): boolean {
  return text.length <= charactersMax && !text.includes('\0')
}
