import { randomUUID } from 'node:crypto'
import type { Rows } from '@/e2e/access-matrix/door'
import { makeSession, password, sql, unique } from '@/e2e/support/fixtures'

/** One's own pages: everybody who is signed in has theirs, and nobody anybody else's. */
export const userSettings = {
  doors: {
    profile: { kind: 'page', url: '/-/user_settings/profile', folder: '(web)/-/user_settings/profile' },
    password: {
      kind: 'page',
      url: '/-/user_settings/password/edit',
      folder: '(web)/-/user_settings/password/edit',
    },
    'active sessions': {
      kind: 'page',
      url: '/-/user_settings/active_sessions',
      folder: '(web)/-/user_settings/active_sessions',
    },
    preferences: { kind: 'page', url: '/-/profile/preferences', folder: '(web)/-/profile/preferences' },
    'change profile': { kind: 'action', action: 'updateProfileAction', on: 'nothing' },
    'change password': { kind: 'action', action: 'changePasswordAction', on: 'nothing', alone: true },
    'change preferences': { kind: 'action', action: 'updatePreferencesAction', on: 'nothing' },
    'revoke own session': { kind: 'action', action: 'revokeSessionAction', on: 'nothing' },
    'revoke foreign session': { kind: 'action', action: 'revokeSessionAction', on: 'here' },
    'revoke other sessions': { kind: 'action', action: 'revokeOtherSessionsAction', on: 'nothing' },
  },
  forPeople: {
    private: `
                            nobody   ended    outsider guest  planner reporter developer maintainer owner admin
    profile                 sign-in  sign-in  200      …
    password                sign-in  sign-in  200      …
    active sessions         sign-in  sign-in  200      …
    preferences             sign-in  sign-in  200      …
    change profile          401      401      ok       …
    change password         401      401      ok       …
    change preferences      401      401      ok       …
    revoke own session      401      401      ok       …
    revoke foreign session  401      401      404      …
    revoke other sessions   401      401      ok       …
    `,
  },
  inputs: {
    updateProfileAction: async () => ({
      name: 'Somebody Else',
      username: unique('renamed'),
      email: `${unique('renamed')}@example.com`,
      currentPassword: password,
    }),
    changePasswordAction: async () => ({
      currentPassword: password,
      newPassword: 'a horse of another colour',
      passwordConfirmation: 'a horse of another colour',
    }),
    updatePreferencesAction: async () => ({ theme: 'dark' }),
    revokeSessionAction: async ({ people }, on, sessionId) => ({
      // that of `ended` is somebody's own: there it is the session that makes nobody of them
      sessionId: on === 'here' ? await anotherOf(people.ended.sessionId) : await anotherOf(sessionId),
    }),
    revokeOtherSessionsAction: async (_world, _on, sessionId) => void (await anotherOf(sessionId)),
  },
} as const satisfies Rows

/** A new session of the user whose session this is; a made-up one for nobody. */
async function anotherOf(sessionId: string | undefined): Promise<string> {
  const [owner] = sessionId
    ? await sql<{ id: number; username: string; name: string; isAdmin: boolean }>`
        SELECT u.id, u.username, u.name, u.is_admin AS "isAdmin"
        FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = ${sessionId}::uuid`
    : []
  return owner ? makeSession({ kind: 'user', ...owner }) : randomUUID()
}
