import { ddl, makeSession, makeUser, password, sql, uniqueAddress } from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import { authenticate } from '@/lib/services/access/authenticate'
import { findSessionUser } from '@/lib/services/sessions/find-session-user'

// What the tests of acts on users ask for.

/** The events of the log about a user, the first first. */
export function eventsAbout(userId: number) {
  return sql`SELECT action, actor_id, actor_name, address, target_name, before, after FROM audit_events
    WHERE target_type = 'user' AND target_id = ${userId} ORDER BY id`
}

/** A user with a live session. */
export async function makeSignedIn(wishes: Parameters<typeof makeUser>[0] = {}) {
  const user = await makeUser(wishes)
  return { user, sessionId: await makeSession(user) }
}

/** Which doors a user still gets through: with the cookie from before, and with the password at git's. */
export async function doorsOf({ user, sessionId }: { user: UserActor; sessionId: string }) {
  const credentials = { username: user.username, password }
  const byPassword = await authenticate(credentials, uniqueAddress()).then(
    () => true,
    () => false,
  )
  return { cookie: (await findSessionUser(sessionId)) !== undefined, password: byPassword }
}

/** Runs `work` while the log takes no event, and gives its refusal's code, or the database's words. */
export async function withoutLog(work: () => Promise<unknown>): Promise<string> {
  await ddl(`ALTER TABLE audit_events ADD CONSTRAINT no_more CHECK (false) NOT VALID`)
  try {
    return await work().then(
      () => 'done',
      (error: unknown) => (String(error).includes('no_more') ? 'no event' : String(error)),
    )
  } finally {
    await ddl(`ALTER TABLE audit_events DROP CONSTRAINT no_more`)
  }
}
