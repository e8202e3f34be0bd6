import { randomUUID } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { UserActor } from '@/lib/domain/actor'
import { personalAccessTokenRequest, rotationRequest } from '@/lib/domain/personal-access-token'
import { personalScopeNames } from '@/lib/domain/personal-scope'
import { endpoint, list, type Rest } from '@/lib/http/rest/endpoint'
import { flag, rowId, searchText } from '@/lib/http/rest/parameters'
import {
  newPersonalAccessTokenView,
  personalAccessTokenView,
  presentPersonalAccessToken,
} from '@/lib/http/rest/views/present-personal-access-token'
import { administrator, signedIn } from '@/lib/http/rest/who'
import { createPersonalAccessTokenFor } from '@/lib/services/personal-access-tokens/create-personal-access-token-for'
import { findPersonalAccessToken } from '@/lib/services/personal-access-tokens/find-personal-access-token'
import { pagePersonalAccessTokens } from '@/lib/services/personal-access-tokens/page-personal-access-tokens'
import { revokePersonalAccessToken } from '@/lib/services/personal-access-tokens/revoke-personal-access-token'
import { rotatePersonalAccessToken } from '@/lib/services/personal-access-tokens/rotate-personal-access-token'

const path = '/personal_access_tokens'
const params = z.object({ id: rowId })
const query = z.object({
  user_id: rowId.optional(),
  revoked: flag.describe('Only those that are revoked, or that are not').optional(),
  state: z.enum(['active', 'inactive']).describe('Only those of this state').optional(),
  search: searchText,
})

/** GitLab's personal access tokens API: https://docs.gitlab.com/api/personal_access_tokens/ */
export function addPersonalAccessTokens(rest: Rest): void {
  list(
    rest,
    {
      method: 'get',
      path,
      summary: 'One’s own personal access tokens; for administrators everybody’s, or one user’s',
      who: signedIn,
      query,
      answer: personalAccessTokenView,
    },
    async ({ actor, query: { user_id, revoked, state, search } }, page) => {
      const wish = { userId: user_id, isRevoked: revoked, state, text: search }
      const { items, total } = await pagePersonalAccessTokens(actor, wish, page)
      return { items: items.map(presentPersonalAccessToken), total }
    },
  )
  addSelf(rest)
  addNumbered(rest)
  endpoint(
    rest,
    {
      method: 'post',
      path: '/users/{id}/personal_access_tokens',
      summary: 'Create a personal access token of any user; its value is in this answer alone',
      who: administrator,
      params,
      body: personalAccessTokenRequest,
      answer: newPersonalAccessTokenView,
      status: 201,
    },
    async ({ actor, address, params: { id }, body }) => {
      const made = await createPersonalAccessTokenFor(actor, { userId: id, token: body, address })
      return presentNew(made)
    },
  )
}

/** The token that is sent; any may look at itself and end itself. They stand before those with a number. */
function addSelf(rest: Rest): void {
  const common = { path: `${path}/self`, who: signedIn } as const
  endpoint(
    rest,
    {
      ...common,
      method: 'get',
      summary: 'The token that is sent',
      scopes: personalScopeNames,
      answer: personalAccessTokenView,
    },
    async ({ actor }) => presentFound(actor, 'self'),
  )
  endpoint(
    rest,
    {
      ...common,
      method: 'delete',
      summary: 'Revoke the token that is sent',
      scopes: personalScopeNames,
      status: 204,
    },
    async ({ actor, address }) => {
      await revokePersonalAccessToken(actor, { which: 'self', address })
    },
  )
  endpoint(
    rest,
    {
      method: 'post',
      path: `${path}/self/rotate`,
      summary: 'Revoke the token that is sent and create another in its place',
      who: signedIn,
      body: rotationRequest,
      answer: newPersonalAccessTokenView,
    },
    async ({ actor, address, body }) => rotate(actor, { which: 'self', address, ...body }),
  )
}

function addNumbered(rest: Rest): void {
  const common = { path: `${path}/{id}`, who: signedIn, params } as const
  endpoint(
    rest,
    { ...common, method: 'get', summary: 'One personal access token', answer: personalAccessTokenView },
    async ({ actor, params: { id } }) => presentFound(actor, id),
  )
  endpoint(
    rest,
    { ...common, method: 'delete', summary: 'Revoke a personal access token', status: 204 },
    async ({ actor, address, params: { id } }) => {
      await revokePersonalAccessToken(actor, { which: id, address })
    },
  )
  endpoint(
    rest,
    {
      ...common,
      method: 'post',
      path: `${path}/{id}/rotate`,
      summary: 'Revoke one’s own token and create another in its place; its value is in this answer alone',
      body: rotationRequest,
      answer: newPersonalAccessTokenView,
    },
    async ({ actor, address, params: { id }, body }) => rotate(actor, { which: id, address, ...body }),
  )
}

async function presentFound(actor: UserActor, which: number | 'self') {
  const token = await findPersonalAccessToken(actor, which)
  return presentPersonalAccessToken({ token, now: new Date() })
}

async function rotate(
  actor: UserActor,
  { which, address, expires_at }: { which: number | 'self'; address: string; expires_at?: Date },
) {
  const rotation = { which, expiresAt: expires_at, requestKey: randomUUID(), address }
  return presentNew(await rotatePersonalAccessToken(actor, rotation))
}

function presentNew({ token, secret }: Awaited<ReturnType<typeof createPersonalAccessTokenFor>>) {
  // it was made just now, so that is what time it is
  return { ...presentPersonalAccessToken({ token, now: token.createdAt }), token: secret }
}
