import type { UserActor } from '@/lib/domain/actor'
import type { Preferences } from '@/lib/domain/preference'
import { type Connection, database } from './client'

export interface NewSession {
  id: string
  userId: number
  address: string
  userAgent: string
  expiresAt: Date
  /** What the user's password was proved by. */
  passwordDigest?: string
}

/**
 * Adds a session, live at once; false, and none, where the user has another password by now, or is gone. A change of
 * the password that is under way is waited for.
 */
export async function insertSession(session: NewSession): Promise<boolean> {
  const { id, userId, address, userAgent, expiresAt, passwordDigest = null } = session
  const inserted = await database().$executeRaw`
    INSERT INTO sessions (id, user_id, address, user_agent, expires_at)
    SELECT ${id}::uuid, u.id, ${address}, ${userAgent}, ${expiresAt} FROM users u
    WHERE u.id = ${userId} AND (${passwordDigest}::text IS NULL OR u.password_digest = ${passwordDigest}) FOR SHARE`
  return inserted === 1
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

/**
 * Puts a new session in the place of one that is over: the same browser, an address and a last day of its own.
 */
export async function renewSession(
  tx: Connection,
  replacedId: string,
  { id, address, expiresAt }: Pick<NewSession, 'id' | 'address' | 'expiresAt'>,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO sessions (id, user_id, address, user_agent, expires_at)
    SELECT ${id}::uuid, user_id, ${address}, user_agent, ${expiresAt} FROM sessions WHERE id = ${replacedId}::uuid`
}

export interface SessionFacts {
  id: string
  address: string
  userAgent: string
  createdAt: Date
  lastSeenAt: Date
}

/** A user's live sessions, `firstId` before the others, then the latest used; at most `sessionsMax` of them. */
export async function listLiveSessions(
  userId: number,
  { firstId, idleDays, sessionsMax }: { firstId: string; idleDays: number; sessionsMax: number },
): Promise<SessionFacts[]> {
  return database().$queryRaw<SessionFacts[]>`
    SELECT id, address, user_agent AS "userAgent", created_at AS "createdAt", last_seen_at AS "lastSeenAt"
    FROM sessions
    WHERE user_id = ${userId} AND ended_at IS NULL AND expires_at > now()
      AND last_seen_at > now() - make_interval(days => ${idleDays}::int)
    ORDER BY id = ${firstId}::uuid DESC, last_seen_at DESC, created_at DESC LIMIT ${sessionsMax}`
}

/** Ends one session of this user: what it was, whether it was live till now, or undefined where they have none such. */
export async function endSessionOf(
  tx: Connection,
  userId: number,
  id: string,
): Promise<(SessionFacts & { changed: boolean }) | undefined> {
  const [row] = await tx.$queryRaw<(SessionFacts & { changed: boolean })[]>`
    WITH found AS (
      SELECT * FROM sessions WHERE id = ${id}::uuid AND user_id = ${userId} FOR UPDATE
    ), ended AS (
      UPDATE sessions SET ended_at = now() FROM found WHERE sessions.id = found.id AND found.ended_at IS NULL
    )
    SELECT id, address, user_agent AS "userAgent", created_at AS "createdAt", last_seen_at AS "lastSeenAt",
      ended_at IS NULL AS changed
    FROM found`
  return row
}
