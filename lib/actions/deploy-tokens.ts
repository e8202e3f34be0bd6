'use server'

import { z } from 'zod'
import { deployTokenForm, reachedTokenQuery, tokenListQuery } from '@/lib/domain/deploy-token'
import { revokedAtOnceMax } from '@/lib/domain/instance-token-query'
import {
  type HeldTokenView,
  presentHeldToken,
  presentReachedTokenPage,
  presentToken,
  presentTokenPage,
  type ReachedTokenPageView,
  type TokenPageView,
  type TokenView,
} from '@/lib/domain/token-view'
import { createDeployToken } from '@/lib/services/deploy-tokens/create-deploy-token'
import { listDeployTokens } from '@/lib/services/deploy-tokens/list-deploy-tokens'
import { listReachedTokens } from '@/lib/services/deploy-tokens/list-reached-tokens'
import { revokeDeployToken } from '@/lib/services/deploy-tokens/revoke-deploy-token'
import { revokeDeployTokens } from '@/lib/services/deploy-tokens/revoke-deploy-tokens'
import { act, type Outcome } from './act'

const tokenId = z.int().min(1).max(2_147_483_647)
const holder = z.object({ kind: z.enum(['project', 'group']), fullPath: z.string().max(10_000) })

/** A new token with its value, which no later answer holds. */
export interface CreatedToken {
  token: TokenView
  secret: string
}

/** Creates a deploy token from the form; a second submission of one form is a conflict. */
export async function createDeployTokenAction(input: unknown): Promise<Outcome<CreatedToken>> {
  const now = new Date()
  const schema = deployTokenForm(now).extend({ holder, requestKey: z.uuid() })
  return act(schema, input, async ({ actor, address }, { holder, requestKey, ...token }) => {
    const created = await createDeployToken(actor, { holder, token, requestKey, address })
    return { token: presentToken(created.token, now), secret: created.secret }
  })
}

/** Revokes a deploy token; `changed` is false when somebody was faster. */
export async function revokeDeployTokenAction(
  input: unknown,
): Promise<Outcome<{ token: TokenView; changed: boolean }>> {
  const schema = z.object({ holder, tokenId })
  return act(schema, input, async ({ actor, address }, { holder, tokenId }) => {
    const { token, changed } = await revokeDeployToken(actor, { holder, tokenId, address })
    return { token: presentToken(token, new Date()), changed }
  })
}

/** One page of the holder's tokens, for the table. */
export async function listDeployTokensAction(input: unknown): Promise<Outcome<TokenPageView>> {
  const schema = z.object({ holder, query: tokenListQuery })
  return act(schema, input, async ({ actor }, { holder, query }) =>
    presentTokenPage(await listDeployTokens(actor, holder, query)),
  )
}

/** One page of the active tokens of the groups above the holder, or of what stands below it. */
export async function listReachedTokensAction(input: unknown): Promise<Outcome<ReachedTokenPageView>> {
  const schema = z.object({ holder, query: reachedTokenQuery })
  return act(schema, input, async ({ actor }, { holder, query }) =>
    presentReachedTokenPage(actor, await listReachedTokens(actor, holder, query)),
  )
}

/** Which of several tokens an administrator's act has revoked, and which others had been already. */
export interface RevokedTokens {
  revoked: HeldTokenView[]
  already: HeldTokenView[]
}

/** Revokes several tokens of any holders at once, for administrators; what is not there is in neither list. */
export async function revokeDeployTokensAction(input: unknown): Promise<Outcome<RevokedTokens>> {
  const schema = z.object({ tokenIds: z.array(tokenId).min(1).max(revokedAtOnceMax) })
  return act(schema, input, async ({ actor, address }, { tokenIds }) => {
    const ended = await revokeDeployTokens(actor, { tokenIds, address })
    const present = (isChanged: boolean) =>
      ended
        .filter(({ changed }) => changed === isChanged)
        .map(({ token, place }) => presentHeldToken({ token, holderPath: place.fullPath }, new Date()))
    return { revoked: present(true), already: present(false) }
  })
}
