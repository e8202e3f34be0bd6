import { randomUUID } from 'node:crypto'
import type { Rows } from '@/e2e/access-matrix/door'
import { holderOf } from '@/e2e/access-matrix/world'
import { makeToken, unique } from '@/e2e/support/fixtures'

/** Settings > Repository and its deploy tokens. */
export const deployTokens = {
  doors: {
    'project settings': {
      kind: 'page',
      url: '/:project/-/settings/repository',
      folder: '(web)/project/settings/repository/[...path]',
      segments: ':project',
    },
    'group settings': {
      kind: 'page',
      url: '/groups/:here/-/settings/repository',
      folder: '(web)/group/settings/repository/[...path]',
      segments: ':here',
    },
    'create in project': { kind: 'action', action: 'createDeployTokenAction', on: 'project' },
    'revoke in project': { kind: 'action', action: 'revokeDeployTokenAction', on: 'project' },
    'list in project': { kind: 'action', action: 'listDeployTokensAction', reads: true, on: 'project' },
    'create in group': { kind: 'action', action: 'createDeployTokenAction', on: 'here' },
    'revoke in group': { kind: 'action', action: 'revokeDeployTokenAction', on: 'here' },
    'list in group': { kind: 'action', action: 'listDeployTokensAction', reads: true, on: 'here' },
    'list above project': { kind: 'action', action: 'listReachedTokensAction', reads: true, on: 'project' },
    'list below group': { kind: 'action', action: 'listReachedTokensAction', reads: true, on: 'here' },
    'instance tokens': {
      kind: 'page',
      url: '/admin/deploy_tokens',
      folder: '(web)/admin/deploy_tokens',
    },
    'revoke several': { kind: 'action', action: 'revokeDeployTokensAction', on: 'nothing' },
  },
  forPeople: {
    private: `
                           nobody   ended    outsider guest  planner reporter developer maintainer owner admin
    project settings       sign-in  sign-in  404      404    404     404      404       200        200   200
    group settings         sign-in  sign-in  404      404    404     404      404       200        200   200
    create in project      401      401      404      404    404     404      404       ok         ok    ok
    revoke in project      401      401      404      404    404     404      404       ok         ok    ok
    list in project        401      401      404      404    404     404      404       ok         ok    ok
    create in group        401      401      404      404    404     404      404       ok         ok    ok
    revoke in group        401      401      404      404    404     404      404       ok         ok    ok
    list in group          401      401      404      404    404     404      404       ok         ok    ok
    list above project     401      401      404      404    404     404      404       ok         ok    ok
    list below group       401      401      404      404    404     404      404       ok         ok    ok
    instance tokens        sign-in  sign-in  404      404    404     404      404       404        404   200
    revoke several         401      401      404      404    404     404      404       404        404   ok
    `,
  },
  inputs: {
    createDeployTokenAction: async (world, on) => ({
      holder: holderOf(world, on),
      requestKey: randomUUID(),
      name: unique('matrix'),
      expiresAt: '',
      username: '',
      scopes: ['read_repository'],
    }),
    revokeDeployTokenAction: async (world, on) => {
      const { token } = await makeToken(on === 'here' ? world.places.here : world.places.project)
      return { holder: holderOf(world, on), tokenId: token.id }
    },
    revokeDeployTokensAction: async ({ places }) => {
      const made = [await makeToken(places.here), await makeToken(places.project)]
      return { tokenIds: made.map(({ token }) => token.id) }
    },
    listReachedTokensAction: async (world, on) => ({
      holder: holderOf(world, on),
      query: { reach: on === 'here' ? 'below' : 'inherited' },
    }),
    listDeployTokensAction: async (world, on) => ({ holder: holderOf(world, on), query: {} }),
  },
} as const satisfies Rows
