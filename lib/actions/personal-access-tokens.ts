'use server'

import { z } from 'zod'
import { tokenListQuery } from '@/lib/domain/deploy-token'
import { personalAccessTokenForm, rotationForm } from '@/lib/domain/personal-access-token'
import {
  type PersonalTokenPageView,
  type PersonalTokenView,
  presentPersonalToken,
  presentPersonalTokenPage,
} from '@/lib/domain/personal-token-view'
import { createPersonalAccessToken } from '@/lib/services/personal-access-tokens/create-personal-access-token'
import { listPersonalAccessTokens } from '@/lib/services/personal-access-tokens/list-personal-access-tokens'
import { revokePersonalAccessToken } from '@/lib/services/personal-access-tokens/revoke-personal-access-token'
import { rotatePersonalAccessToken } from '@/lib/services/personal-access-tokens/rotate-personal-access-token'
import { act, type Outcome } from './act'

const tokenId = z.int().min(1).max(2_147_483_647)

/** A new token with its value, which no later answer holds. */
export interface CreatedPersonalToken {
  token: PersonalTokenView
  secret: string
}

/** Creates a personal access token from the form; a second submission of one form is a conflict. */
export async function createPersonalAccessTokenAction(
  input: unknown,
): Promise<Outcome<CreatedPersonalToken>> {
  const now = new Date()
  const schema = personalAccessTokenForm(now).extend({ requestKey: z.uuid() })
  return act(schema, input, async ({ actor, address }, { requestKey, ...token }) => {
    const created = await createPersonalAccessToken(actor, { token, requestKey, address })
    return { token: presentPersonalToken(created.token, now), secret: created.secret }
  })
}

/** Puts a new token in the place of one's own; a second submission of one dialog is a conflict. */
export async function rotatePersonalAccessTokenAction(
  input: unknown,
): Promise<Outcome<CreatedPersonalToken>> {
  const now = new Date()
  const schema = rotationForm(now).extend({ tokenId, requestKey: z.uuid() })
  return act(schema, input, async ({ actor, address }, { tokenId, ...rotation }) => {
    const rotated = await rotatePersonalAccessToken(actor, { which: tokenId, address, ...rotation })
    return { token: presentPersonalToken(rotated.token, now), secret: rotated.secret }
  })
}

/** Revokes a personal access token; `changed` is false when it was over already. */
export async function revokePersonalAccessTokenAction(
  input: unknown,
): Promise<Outcome<{ token: PersonalTokenView; changed: boolean }>> {
  return act(z.object({ tokenId }), input, async ({ actor, address }, { tokenId }) => {
    const { token, changed } = await revokePersonalAccessToken(actor, { which: tokenId, address })
    return { token: presentPersonalToken(token, new Date()), changed }
  })
}

/** One page of one's own tokens, for the table. */
export async function listPersonalAccessTokensAction(
  input: unknown,
): Promise<Outcome<PersonalTokenPageView>> {
  return act(z.object({ query: tokenListQuery }), input, async ({ actor }, { query }) =>
    presentPersonalTokenPage(await listPersonalAccessTokens(actor, actor.id, query)),
  )
}
