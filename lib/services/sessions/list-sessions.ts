import { listLiveSessions } from '@/lib/data/sessions'
import type { UserActor } from '@/lib/domain/actor'
import { presentSession, type SessionView } from '@/lib/domain/session-view'
import { sessionIdleDaysMax } from './start-session'

/** More than anybody reads; all of them can be ended at once. */
export const sessionsMax = 100

/** The actor's live sessions, the one they ask in first, then the latest used. */
export async function listSessions(actor: UserActor, currentId: string): Promise<SessionView[]> {
  const wishes = { firstId: currentId, idleDays: sessionIdleDaysMax, sessionsMax }
  const sessions = await listLiveSessions(actor.id, wishes)
  return sessions.map((session) => presentSession(session, currentId))
}
