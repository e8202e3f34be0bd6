import { randomUUID } from 'node:crypto'
import { insertSession } from '@/lib/data/sessions'
import { verifyPassword } from '@/lib/services/access/verify-password'

/** A session ends this many days after the sign-in, whatever happens in it. */
export const sessionDaysMax = 30
/** A session nobody uses for this many days is over. */
export const sessionIdleDaysMax = 7

interface SignIn {
  login: string
  password: string
  address: string
  userAgent: string
}

/** Signs a user in: checks the password (errors of `verifyPassword`) and gives the id of a new session of theirs. */
export async function startSession({
  userAgent,
  ...signIn
}: SignIn): Promise<{ sessionId: string; userId: number }> {
  const user = await verifyPassword(signIn)
  const sessionId = randomUUID()
  await insertSession({
    id: sessionId,
    userId: user.id,
    address: signIn.address,
    userAgent: userAgent.slice(0, 255),
    expiresAt: new Date(Date.now() + sessionDaysMax * 86_400_000),
  })
  return { sessionId, userId: user.id }
}
