import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { endSession, insertSession } from '@/lib/data/sessions'
import { checkPassword } from '@/lib/services/access/check-password'
import { refuseCredentials } from '@/lib/services/access/refuse-credentials'

/** A session ends this many days after the sign-in, whatever happens in it. */
export const sessionDaysMax = 30
/** A session nobody uses for this many days is over. */
export const sessionIdleDaysMax = 7

interface SignIn {
  login: string
  password: string
  address: string
  userAgent: string
  /** The session whose cookie the browser sent along, which the new one will replace there. */
  replacedId?: string
}

/**
 * Signs a user in: checks the password (errors of `checkPassword`) and gives the id of a new session of theirs. The
 * one it replaces in that browser ends: a copy of its cookie, wherever that is, is worth nothing any more.
 */
export async function startSession({
  userAgent,
  replacedId,
  ...signIn
}: SignIn): Promise<{ sessionId: string; userId: number }> {
  const { user, passwordDigest } = await checkPassword(signIn)
  const sessionId = randomUUID()
  const started = await insertSession({
    id: sessionId,
    userId: user.id,
    address: signIn.address,
    userAgent: userAgent.slice(0, 255),
    expiresAt: lastMoment(),
    passwordDigest,
  })
  // changed while it was being checked: the session would outlive that change
  if (!started) return refuseCredentials(signIn.address)
  const replaced = z.uuid().safeParse(replacedId)
  if (replaced.success) await endSession(replaced.data)
  return { sessionId, userId: user.id }
}

/** When a session that starts now ends at the latest. */
export function lastMoment(): Date {
  return new Date(Date.now() + sessionDaysMax * 86_400_000)
}
