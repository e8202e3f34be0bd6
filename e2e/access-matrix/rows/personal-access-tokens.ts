import { randomUUID } from 'node:crypto'
import type { Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { makePersonalToken, sql, unique } from '@/e2e/support/fixtures'

/** One's own personal access tokens. What is revoked and rotated is the maintainer's. */
export const personalAccessTokens = {
  doors: {
    'own access tokens': {
      kind: 'page',
      url: '/-/user_settings/personal_access_tokens',
      folder: '(web)/-/user_settings/personal_access_tokens',
    },
    'create own': { kind: 'action', action: 'createPersonalAccessTokenAction', on: 'nothing' },
    'list own': { kind: 'action', action: 'listPersonalAccessTokensAction', reads: true, on: 'nothing' },
    'revoke maintainer’s': { kind: 'action', action: 'revokePersonalAccessTokenAction', on: 'nothing' },
    'rotate maintainer’s': { kind: 'action', action: 'rotatePersonalAccessTokenAction', on: 'nothing' },
  },
  forPeople: {
    private: `
                           nobody   ended    outsider guest  planner reporter developer maintainer owner admin
    own access tokens      sign-in  sign-in  200      …
    create own             401      401      ok       …
    list own               401      401      ok       …
    revoke maintainer’s    401      401      404      404    404     404      404       ok         404   ok
    rotate maintainer’s    401      401      404      404    404     404      404       ok         404   404
    `,
  },
  inputs: {
    createPersonalAccessTokenAction: async () => ({
      requestKey: randomUUID(),
      name: unique('matrix'),
      description: '',
      expiresAt: '',
      scopes: ['read_user'],
    }),
    listPersonalAccessTokensAction: async () => ({ query: {} }),
    revokePersonalAccessTokenAction: async (world) => ({ tokenId: await tokenOfMaintainer(world) }),
    rotatePersonalAccessTokenAction: async (world) => ({
      tokenId: await tokenOfMaintainer(world),
      requestKey: randomUUID(),
      expiresAt: '',
    }),
  },
} as const satisfies Rows

/** By the session: other rows give the maintainer other names. */
async function tokenOfMaintainer(world: World): Promise<number> {
  const [maintainer] = await sql<{ id: number; username: string; name: string; isAdmin: boolean }>`
    SELECT u.id, u.username, u.name, u.is_admin AS "isAdmin" FROM users u JOIN sessions s ON s.user_id = u.id
    WHERE s.id = ${world.people.maintainer.sessionId}::uuid`
  if (!maintainer) throw new Error('The world has no maintainer')
  return (await makePersonalToken({ kind: 'user', ...maintainer })).token.id
}
