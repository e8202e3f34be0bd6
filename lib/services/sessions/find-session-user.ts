import { z } from 'zod'
import { findSessionUser as findRow } from '@/lib/data/sessions'
import type { UserActor } from '@/lib/domain/actor'
import { sessionIdleDaysMax } from './start-session'

/** The user of a live session, or undefined where it has ended, expired, been idle too long, or is none. */
export async function findSessionUser(sessionId: string | undefined): Promise<UserActor | undefined> {
  const parsed = z.uuid().safeParse(sessionId)
  return parsed.success ? findRow(parsed.data, sessionIdleDaysMax) : undefined
}
