import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { passwordChangeText } from '@/lib/domain/password-change'
import { checkPassword, type SignIn } from './check-password'

/**
 * The user with this password. Errors: those of `checkPassword`; a right password that has to be changed first is
 * `unauthenticated` too, says so, and is no failure.
 */
export async function verifyPassword(signIn: SignIn): Promise<UserActor> {
  const { user, mustChangePassword } = await checkPassword(signIn)
  if (mustChangePassword) throw new DomainError('unauthenticated', passwordChangeText)
  return user
}
