import { expiresSoon, stateOf, type TokenState } from './deploy-token'
import type { PersonalAccessToken } from './personal-access-token'
import type { PersonalScope } from './personal-scope'

/** A personal access token as its user sees it in a list: plain data, fit for any wire, without a value. */
export interface PersonalTokenView {
  id: number
  name: string
  description: string
  scopes: PersonalScope[]
  state: TokenState
  expiresSoon: boolean
  /** Times are ISO 8601 in UTC. */
  createdAt: string
  expiresAt: string | null
  lastUsedAt: string | null
  revokedAt: string | null
}

/** One page of a list, as plain data. */
export interface PersonalTokenPageView {
  tokens: PersonalTokenView[]
  total: number
  counts: { active: number; inactive: number }
}

/** What a list shows of a token at this moment of the database's clock. */
export function presentPersonalToken(token: PersonalAccessToken, now: Date): PersonalTokenView {
  const { id, name, description, scopes, createdAt, expiresAt, lastUsedAt, revokedAt } = token
  return {
    id,
    name,
    description,
    scopes,
    state: stateOf(token, now),
    expiresSoon: expiresSoon(token, now),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  }
}

/** A page of a list as plain data. */
export function presentPersonalTokenPage(page: {
  tokens: PersonalAccessToken[]
  total: number
  counts: { active: number; inactive: number }
  now: Date
}): PersonalTokenPageView {
  const { tokens, total, counts, now } = page
  return { tokens: tokens.map((token) => presentPersonalToken(token, now)), total, counts }
}
