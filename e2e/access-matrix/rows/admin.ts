import { randomInt } from 'node:crypto'
import type { Rows } from '@/e2e/access-matrix/door'
import { makeUser, sql, unique } from '@/e2e/support/fixtures'

const account = () => {
  const username = unique('matrix')
  return { name: 'Somebody', username, email: `${username}@example.com` }
}
const somebody = async () => ({ userId: (await makeUser()).id })

/** The admin area, but for its lists of tokens and of events, and sign-up. */
export const admin = {
  doors: {
    'admin area': { kind: 'page', url: '/admin', folder: '(web)/admin' },
    'all users': { kind: 'page', url: '/admin/users', folder: '(web)/admin/users' },
    'new user': { kind: 'page', url: '/admin/users/new', folder: '(web)/admin/users/new' },
    'a user': {
      kind: 'page',
      url: '/admin/users/:guest',
      folder: '(web)/admin/users/[username]',
      params: { username: ':guest' },
    },
    'no user': {
      kind: 'page',
      url: '/admin/users/:guest-that-is-not',
      folder: '(web)/admin/users/[username]',
      params: { username: ':guest-that-is-not' },
    },
    'all groups': { kind: 'page', url: '/admin/groups', folder: '(web)/admin/groups' },
    'all projects': { kind: 'page', url: '/admin/projects', folder: '(web)/admin/projects' },
    'instance settings': {
      kind: 'page',
      url: '/admin/application_settings/general',
      folder: '(web)/admin/application_settings/general',
    },
    'make user': { kind: 'action', action: 'createUserAction', on: 'nothing' },
    'change user': { kind: 'action', action: 'updateUserAction', on: 'nothing' },
    'block user': { kind: 'action', action: 'blockUserAction', on: 'nothing' },
    'unblock user': { kind: 'action', action: 'unblockUserAction', on: 'nothing' },
    'delete user': { kind: 'action', action: 'deleteUserAction', on: 'nothing' },
    'reset a password': { kind: 'action', action: 'resetPasswordAction', on: 'nothing' },
    'change instance settings': {
      kind: 'action',
      action: 'updateInstanceSettingsAction',
      on: 'nothing',
    },
    // while it is off, as it is by default
    'sign-up page': { kind: 'page', url: '/users/sign_up', folder: '(web)/users/sign_up' },
    'sign up': { kind: 'action', action: 'signUpAction', on: 'nothing' },
  },
  forPeople: {
    private: `
                              nobody   ended    outsider guest  planner reporter developer maintainer owner admin
    admin area                sign-in  sign-in  404      404    404     404      404       404        404   200
    all users                 sign-in  sign-in  404      404    404     404      404       404        404   200
    new user                  sign-in  sign-in  404      404    404     404      404       404        404   200
    a user                    sign-in  sign-in  404      404    404     404      404       404        404   200
    no user                   sign-in  sign-in  404      404    404     404      404       404        404   404
    all groups                sign-in  sign-in  404      404    404     404      404       404        404   200
    all projects              sign-in  sign-in  404      404    404     404      404       404        404   200
    instance settings         sign-in  sign-in  404      404    404     404      404       404        404   200
    make user                 401      401      404      404    404     404      404       404        404   ok
    change user               401      401      404      404    404     404      404       404        404   ok
    block user                401      401      404      404    404     404      404       404        404   ok
    unblock user              401      401      404      404    404     404      404       404        404   ok
    delete user               401      401      404      404    404     404      404       404        404   ok
    reset a password          401      401      404      404    404     404      404       404        404   ok
    change instance settings  401      401      404      404    404     404      404       404        404   ok
    sign-up page              404      …
    sign up                   ok       …
    `,
  },
  forTokens: {
    private: `
                              repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    sign-up page              404  …
    sign up                   ok   …
    `,
  },
  inputs: {
    createUserAction: async () => ({ ...account(), password: '', isAdmin: false }),
    updateUserAction: async () => ({ ...(await somebody()), ...account(), isAdmin: false }),
    blockUserAction: somebody,
    unblockUserAction: async () => ({ userId: (await makeUser({ isBlocked: true })).id }),
    deleteUserAction: async () => {
      const { id, username } = await makeUser()
      return { userId: id, confirmation: username }
    },
    resetPasswordAction: somebody,
    updateInstanceSettingsAction: async () => ({ activeTokensMax: randomInt(1, 1_000_000) }),
    signUpAction: async () => {
      // so many come from no one address
      await sql`DELETE FROM failed_authentications`
      await sql`INSERT INTO settings (key, value) VALUES ('sign_up_enabled', 'true')
        ON CONFLICT (key) DO UPDATE SET value = 'true'`
      return { ...account(), password: 'not one of the common ones' }
    },
  },
} as const satisfies Rows
