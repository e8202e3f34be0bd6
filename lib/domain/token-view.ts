import { abilities, levelOf } from './ability'
import type { Actor } from './actor'
import { type DeployToken, expiresSoon, stateOf, type TokenState, usernameOf } from './deploy-token'
import type { HolderKind } from './holder'
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

/** A token on a page that is not its holder's. */
export interface HeldTokenView extends TokenView {
  holder: { kind: HolderKind; fullPath: string }
}

export interface ReachedTokenView extends HeldTokenView {
  /** Whether the viewer may revoke it at its holder. */
  canManage: boolean
}

export interface ReachedTokenPageView {
  tokens: ReachedTokenView[]
  total: number
  count: number
}

/** What a list shows of a token of another holder. */
export function presentHeldToken(
  { token, holderPath }: { token: DeployToken; holderPath: string },
  now: Date,
): HeldTokenView {
  return { ...presentToken(token, now), holder: { kind: token.holder.kind, fullPath: holderPath } }
}

/** A page of tokens of other holders, as plain data for this viewer. */
export function presentReachedTokenPage(
  viewer: Actor,
  page: {
    tokens: { token: DeployToken; holderPath: string; accessLevel: number }[]
    total: number
    count: number
    now: Date
  },
): ReachedTokenPageView {
  const { tokens, total, count, now } = page
  const views = tokens.map((reached) => ({
    ...presentHeldToken(reached, now),
    canManage: levelOf(viewer, reached) >= abilities.manage_deploy_tokens.memberLevel,
  }))
  return { tokens: views, total, count }
}
