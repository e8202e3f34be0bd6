import type { UserActor } from '@/lib/domain/actor'
import type { Preferences } from '@/lib/domain/preference'
import { type Connection, database } from './client'

export interface NewSession {
  id: string
  userId: number
  address: string
  userAgent: string
  expiresAt: Date
}

/** Adds a session, live at once. */
export async function insertSession(session: NewSession): Promise<void> {
  await database().session.create({ data: session })
}

/** A live session: whose it is, and what every page and action has to know of them at once. */
export interface SessionUser {
  sessionId: string
  user: UserActor
  /** Until they have, they may do nothing else. */
  mustChangePassword: boolean
  preferences: Preferences
}

interface SessionRow extends Preferences {
  id: number
  username: string
  name: string
  isAdmin: boolean
  mustChangePassword: boolean
}

/**
 * The user of a session that is live by the database's clock, or undefined: ended, expired, idle for more than
 * `idleDays`, or its user blocked. One indexed query; the last-seen time moves at most once a minute.
 */
export async function findSessionUser(id: string, idleDays: number): Promise<SessionUser | undefined> {
  const [row] = await database().$queryRaw<SessionRow[]>`
    WITH live AS (
      SELECT s.id, s.last_seen_at, u.id AS user_id, u.username, u.name, u.is_admin,
        u.must_change_password, u.theme, u.time_display, u.time_format
      FROM sessions s JOIN users u ON u.id = s.user_id
      WHERE s.id = ${id}::uuid AND s.ended_at IS NULL AND s.expires_at > now() AND u.blocked_at IS NULL
        AND s.last_seen_at > now() - make_interval(days => ${idleDays}::int)
    ), seen AS (
      UPDATE sessions SET last_seen_at = now()
      FROM live WHERE sessions.id = live.id AND live.last_seen_at < now() - interval '1 minute'
    )
    SELECT user_id AS id, username, name, is_admin AS "isAdmin", must_change_password AS "mustChangePassword",
      theme, time_display AS "timeDisplay", time_format AS "timeFormat" FROM live`
  return row && toSessionUser(id, row)
}

function toSessionUser(sessionId: string, row: SessionRow): SessionUser {
  const { mustChangePassword, theme, timeDisplay, timeFormat, ...user } = row
  const preferences = { theme, timeDisplay, timeFormat }
  return { sessionId, user: { kind: 'user', ...user }, mustChangePassword, preferences }
}

/** Ends a session now; ending it twice is no error. */
export async function endSession(id: string): Promise<void> {
  await database()
    .$executeRaw`UPDATE sessions SET ended_at = now() WHERE id = ${id}::uuid AND ended_at IS NULL`
}

/** Ends every session of a user, but for the one to be kept, and answers how many were live. */
export async function endSessionsOf(tx: Connection, userId: number, keptId?: string): Promise<number> {
  return tx.$executeRaw`
    UPDATE sessions SET ended_at = now()
    WHERE user_id = ${userId} AND ended_at IS NULL AND id IS DISTINCT FROM ${keptId ?? null}::uuid`
}
