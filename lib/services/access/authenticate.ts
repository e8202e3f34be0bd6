import { type Actor, nobody } from '@/lib/domain/actor'
import { authenticateByToken, type Credentials } from './authenticate-by-token'
import { verifyPassword } from './verify-password'

/**
 * Who sent these credentials from this address: whoever `authenticateByToken` knows, a user by password, or nobody when
 * none were sent. Credentials that are no good never become nobody: `unauthenticated`, or `rate_limited` after too many.
 */
export async function authenticate(credentials: Credentials | undefined, address: string): Promise<Actor> {
  if (!credentials) return nobody
  const { username, password } = credentials
  return (
    (await authenticateByToken(credentials, address)) ??
    verifyPassword({ login: username, password, address })
  )
}
