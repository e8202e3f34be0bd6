import { randomUUID } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { deployTokenRequest } from '@/lib/domain/deploy-token'
import type { HolderKind } from '@/lib/domain/holder'
import { endpoint, list, type Rest } from '@/lib/http/rest/endpoint'
import { flag, holderOf, placeId, rowId } from '@/lib/http/rest/parameters'
import { nothingThere } from '@/lib/http/rest/refusals'
import {
  deployTokenView,
  newDeployTokenView,
  presentDeployToken,
} from '@/lib/http/rest/views/present-deploy-token'
import { administrator, signedIn } from '@/lib/http/rest/who'
import { createDeployToken } from '@/lib/services/deploy-tokens/create-deploy-token'
import { deleteDeployToken } from '@/lib/services/deploy-tokens/delete-deploy-token'
import { findDeployToken } from '@/lib/services/deploy-tokens/find-deploy-token'
import { pageAllDeployTokens } from '@/lib/services/deploy-tokens/page-all-deploy-tokens'
import { pageDeployTokens } from '@/lib/services/deploy-tokens/page-deploy-tokens'

const params = z.object({ id: placeId })
const tokenParams = z.object({ id: placeId, token_id: rowId })
const query = z.object({
  active: flag.describe('Only tokens that are neither revoked nor expired').default(false),
})

/** GitLab's deploy tokens API: https://docs.gitlab.com/api/deploy_tokens/ */
export function addDeployTokens(rest: Rest): void {
  list(
    rest,
    {
      method: 'get',
      path: '/deploy_tokens',
      summary: 'All deploy tokens of the instance',
      who: administrator,
      query,
      answer: deployTokenView,
    },
    async ({ actor, query: { active } }, page) =>
      presentPage(await pageAllDeployTokens(actor, { activeOnly: active }, page)),
  )
  addHolder(rest, 'project')
  addHolder(rest, 'group')
}

/** The same four routes for projects and for groups. */
function addHolder(rest: Rest, kind: HolderKind): void {
  const place = kind === 'project' ? 'Project' : 'Group'
  const path = `/${kind}s/{id}/deploy_tokens`
  const common = { who: signedIn, place } as const

  list(
    rest,
    {
      ...common,
      method: 'get',
      path,
      summary: `Deploy tokens of a ${kind}`,
      params,
      query,
      answer: deployTokenView,
    },
    async ({ actor, params: { id }, query: { active } }, page) =>
      presentPage(await pageDeployTokens(actor, { holder: holderOf(kind, id), activeOnly: active }, page)),
  )

  endpoint(
    rest,
    {
      ...common,
      method: 'get',
      path: `${path}/{token_id}`,
      summary: `One deploy token of a ${kind}`,
      params: tokenParams,
      answer: deployTokenView,
    },
    async ({ actor, params: { id, token_id } }) => {
      const found = await findDeployToken(actor, { holder: holderOf(kind, id), tokenId: token_id })
      if (!found) throw nothingThere()
      return presentDeployToken(found)
    },
  )

  endpoint(
    rest,
    {
      ...common,
      method: 'post',
      path,
      summary: `Create a deploy token of a ${kind}; its value is in this answer alone`,
      params,
      body: deployTokenRequest,
      answer: newDeployTokenView,
      status: 201,
    },
    async ({ actor, address, params: { id }, body }) => {
      const creation = { holder: holderOf(kind, id), token: body, requestKey: randomUUID(), address }
      const { token, secret } = await createDeployToken(actor, creation)
      const creator = { id: actor.id, name: actor.name, username: actor.username }
      // it was made just now, so that is what time it is
      return { ...presentDeployToken({ token, creator, now: token.createdAt }), token: secret }
    },
  )

  endpoint(
    rest,
    {
      ...common,
      method: 'delete',
      path: `${path}/{token_id}`,
      summary: `Delete a deploy token of a ${kind}: it ends at once, and its history stays in the audit log`,
      params: tokenParams,
      status: 204,
    },
    async ({ actor, address, params: { id, token_id } }) => {
      const deleted = await deleteDeployToken(actor, {
        holder: holderOf(kind, id),
        tokenId: token_id,
        address,
      })
      if (!deleted) throw nothingThere()
    },
  )
}

function presentPage({ items, total }: Awaited<ReturnType<typeof pageDeployTokens>>) {
  return { items: items.map(presentDeployToken), total }
}
