import { z } from 'zod'
import { findSessionUser as findRow, type SessionUser } from '@/lib/data/sessions'
import { sessionIdleDaysMax } from './start-session'

/** A live session with its user, or undefined where it has ended, expired, been idle too long, or is none. */
export async function findSessionUser(sessionId: string | undefined): Promise<SessionUser | undefined> {
  const parsed = z.uuid().safeParse(sessionId)
  return parsed.success ? findRow(parsed.data, sessionIdleDaysMax) : undefined
}
