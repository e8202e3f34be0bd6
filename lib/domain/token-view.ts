import { type DeployToken, expiresSoon, stateOf, type TokenState, usernameOf } from './deploy-token'
import type { Scope } from './scope'

/** A deploy token as a person sees it in a list: plain data, fit for any wire, without a value. */
export interface TokenView {
  id: number
  name: string
  username: string
  scopes: Scope[]
  state: TokenState
  expiresSoon: boolean
  /** Times are ISO 8601 in UTC. */
  createdAt: string
  expiresAt: string | null
  lastUsedAt: string | null
  revokedAt: string | null
  creatorName: string | null
  revokerName: string | null
}

/** One page of a list, as plain data. */
export interface TokenPageView {
  tokens: TokenView[]
  total: number
  counts: { active: number; inactive: number }
}

/** What a list shows of a token at this moment of the database's clock. */
export function presentToken(token: DeployToken, now: Date): TokenView {
  const { id, name, scopes, createdAt, expiresAt, lastUsedAt, revokedAt, creatorName, revokerName } = token
  return {
    id,
    name,
    username: usernameOf(token),
    scopes,
    state: stateOf(token, now),
    expiresSoon: expiresSoon(token, now),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    creatorName,
    revokerName,
  }
}

/** A page of a list as plain data. */
export function presentTokenPage(page: {
  tokens: DeployToken[]
  total: number
  counts: { active: number; inactive: number }
  now: Date
}): TokenPageView {
  const { tokens, total, counts, now } = page
  return { tokens: tokens.map((token) => presentToken(token, now)), total, counts }
}
