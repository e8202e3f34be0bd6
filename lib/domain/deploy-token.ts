import { z } from 'zod'
import type { Holder } from './holder'
import { inOrder, type Scope, scopeNames } from './scope'
import { looksLikeSecret, oneLine, tooLong } from './text'

export const nameCharactersMax = 255
export const usernameCharactersMax = 255
/** Below this many days to its expiry an active token is marked. */
export const expiresSoonDays = 7

const dayMilliseconds = 86_400_000

/** A deploy token without its value, which is kept nowhere. */
export interface DeployToken {
  id: number
  name: string
  /** As chosen, or null for the default. */
  customUsername: string | null
  scopes: Scope[]
  holder: Holder
  createdAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedAt: Date | null
  creatorName: string | null
  revokerName: string | null
}

export type TokenState = 'active' | 'expired' | 'revoked'

/** The name a client signs in with: as chosen, or GitLab's default from the token's own number. */
export function usernameOf(token: { id: number; customUsername: string | null }): string {
  return token.customUsername ?? `gitlab+deploy-token-${token.id}`
}

/** The one expiry rule, for every door and list: over at the very instant of `expiresAt`, by the database's clock. */
export function stateOf(token: Pick<DeployToken, 'expiresAt' | 'revokedAt'>, now: Date): TokenState {
  if (token.revokedAt) return 'revoked'
  return token.expiresAt && token.expiresAt <= now ? 'expired' : 'active'
}

/** True for an active token whose end is less than seven days away. */
export function expiresSoon(token: Pick<DeployToken, 'expiresAt' | 'revokedAt'>, now: Date): boolean {
  if (stateOf(token, now) !== 'active' || !token.expiresAt) return false
  return token.expiresAt.getTime() - now.getTime() < expiresSoonDays * dayMilliseconds
}

/** The first date (UTC, `YYYY-MM-DD`) that the form takes. */
export function firstExpiryDate(now: Date): string {
  return new Date(now.getTime() + dayMilliseconds).toISOString().slice(0, 10)
}

const reservedUsernames = /^(gitlab\+deploy-token-\d+|gitlab-ci-token|oauth2|lfs\+deploy-key-\d+)$/i

const username = z
  .string()
  .max(usernameCharactersMax, { error: tooLong('Username', usernameCharactersMax), abort: true })
  .refine((value) => /^[A-Za-z0-9_.+-]*$/.test(value), {
    error: "Username can contain only letters, digits, '_', '-', '+', and '.'",
    abort: true,
  })
  .refine((value) => !value.startsWith('-') && value !== '.' && value !== '..', {
    error: "Username can't start with '-' or be '.' or '..'",
  })
  .refine((value) => !reservedUsernames.test(value), { error: 'Username is reserved' })
  .refine((value) => !looksLikeSecret(value), {
    error: 'Username looks like a secret; choose one that may be seen',
  })
  .transform((value) => value || null)

const chosenScopes = z
  .array(z.enum(scopeNames, { error: 'Scopes does not have a valid value' }), {
    error: "Scopes can't be blank",
  })
  .min(1, { error: "Scopes can't be blank" })
  .max(20, { error: 'Scopes does not have a valid value', abort: true })
  .transform(inOrder)

/** A day as `YYYY-MM-DD`, not before `first`; '' for never. Becomes 00:00:00 UTC of that day. */
export function expiryDate(first: string) {
  return z
    .union([z.literal(''), z.iso.date({ error: 'Expires at must be in ISO 8601 format', abort: true })], {
      error: 'Expires at must be in ISO 8601 format',
    })
    .refine((value) => value === '' || value >= first, { error: `Expires at must be ${first} or later` })
    .transform((value) => (value === '' ? null : new Date(`${value}T00:00:00.000Z`)))
}

/** What the form takes and the act receives, on both sides of the wire; `now` is the server's clock. */
export function deployTokenForm(now: Date) {
  return z.object({
    name: oneLine('Name', nameCharactersMax),
    expiresAt: expiryDate(firstExpiryDate(now)),
    username,
    scopes: chosenScopes,
  })
}

export type DeployTokenFields = z.input<ReturnType<typeof deployTokenForm>>
export type NewDeployToken = z.output<ReturnType<typeof deployTokenForm>>

/** How a list of tokens is asked for; anything that is not understood falls back to the default. */
export const tokenListQuery = z.object({
  state: z.enum(['active', 'inactive']).catch('active'),
  // PostgreSQL's text holds no NUL
  search: z
    .string()
    .max(255)
    .refine((text) => !text.includes('\0'))
    .catch(''),
  sort: z.enum(['created', 'name', 'expires']).catch('created'),
  direction: z.enum(['asc', 'desc']).catch('desc'),
  page: z.int().min(1).max(1_000_000).catch(1),
})

export type TokenListQuery = z.infer<typeof tokenListQuery>
export const tokensPerPage = 20
