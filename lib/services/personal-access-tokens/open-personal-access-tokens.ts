import { listPersonalAccessTokens, type PersonalTokenPage } from '@/lib/data/personal-access-tokens'
import { findInstanceSettings } from '@/lib/data/settings'
import type { UserActor } from '@/lib/domain/actor'
import { tokenListQuery } from '@/lib/domain/deploy-token'
import { offeredPersonalScopes, type PersonalScope } from '@/lib/domain/personal-scope'

export interface PersonalTokenSettings {
  /** The first page of the actor's active tokens. */
  tokens: PersonalTokenPage
  scopes: PersonalScope[]
  /** The longest life of a new token, in days; 0 for any. */
  lifetimeDaysMax: number
}

/** What the page of a signed-in user's own personal access tokens shows at first. */
export async function openPersonalAccessTokens(actor: UserActor): Promise<PersonalTokenSettings> {
  const [tokens, settings] = await Promise.all([
    listPersonalAccessTokens(actor.id, tokenListQuery.parse({})),
    findInstanceSettings(),
  ])
  const scopes = offeredPersonalScopes(settings.disabledFeatures)
  return { tokens, scopes, lifetimeDaysMax: settings.tokenLifetimeDaysMax }
}
