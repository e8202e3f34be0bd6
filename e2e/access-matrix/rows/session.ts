import type { Rows } from '@/e2e/access-matrix/door'

/** Signing in and out. */
export const session = {
  doors: {
    'sign-in page': { kind: 'page', url: '/users/sign_in', folder: '(web)/users/sign_in' },
    'sign out': { kind: 'action', action: 'signOutAction', on: 'nothing' },
    'session of next-auth': { kind: 'route', url: '/api/auth/session', folder: 'api/auth/[...nextauth]' },
  },
  forPeople: {
    private: `
                           nobody   ended    outsider guest  planner reporter developer maintainer owner admin
    sign-in page           200      200      home     …
    sign out               left     …
    session of next-auth   200      …
    `,
  },
  forTokens: {
    private: `
                           repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    sign-in page           200  …
    sign out               left …
    session of next-auth   200  …
    `,
  },
  inputs: { signOutAction: async () => undefined },
} as const satisfies Rows
