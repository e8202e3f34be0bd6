import { z } from 'zod'
import type { Holder, HolderKind } from './holder'
import type { InstanceSettings } from './instance-settings'
import { instantOf } from './instant'
import { inOrder, type Scope, scopeNames } from './scope'
import { looksLikeSecret, oneLine, tooLong } from './text'

export const nameCharactersMax = 255
export const usernameCharactersMax = 255
/** Below this many days to its expiry an active token is marked. */
export const expiresSoonDays = 7
/** New tokens of one person in any hour, whatever they belong to: what a script that runs wild can make. */
export const createdTokensPerHourMax = 100

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

/** What the instance asks of a new token. */
export type TokenLimits = Pick<InstanceSettings, 'tokenLifetimeDaysMax'>

export const noLimits: TokenLimits = { tokenLifetimeDaysMax: 0 }

/** The first date (UTC, `YYYY-MM-DD`) that the form takes. */
export function firstExpiryDate(now: Date): string {
  return dateAfter(now, 1)
}

/** The last date (UTC, `YYYY-MM-DD`) that the form takes: no token lives longer than the instance lets it. */
export function lastExpiryDate(now: Date, { tokenLifetimeDaysMax }: TokenLimits): string {
  return tokenLifetimeDaysMax === 0 ? '9999-12-31' : dateAfter(now, tokenLifetimeDaysMax)
}

function dateAfter(now: Date, days: number): string {
  return new Date(now.getTime() + days * dayMilliseconds).toISOString().slice(0, 10)
}

/** What is wrong with a new token's end, a date (UTC) or never, under the instance's limits; undefined: nothing. */
export function lifetimeProblem(
  date: string | undefined,
  now: Date,
  limits: TokenLimits,
): string | undefined {
  if (limits.tokenLifetimeDaysMax === 0) return undefined
  if (date === undefined) return "Expires at can't be blank"
  const last = lastExpiryDate(now, limits)
  return date > last ? `Expires at must be ${last} or earlier` : undefined
}

/** What a holder that is full says of itself. */
export function fullHolderText(kind: HolderKind, activeTokensMax: number): string {
  return `This ${kind} has reached its limit of ${activeTokensMax} active deploy tokens. Revoke one first.`
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

/** A day as `YYYY-MM-DD` from tomorrow on, as late as the limits let it; '' for never. Becomes 00:00:00 UTC of that day. */
export function expiryDate(now: Date, limits: TokenLimits = noLimits) {
  const first = firstExpiryDate(now)
  return z
    .union([z.literal(''), z.iso.date({ error: 'Expires at must be in ISO 8601 format', abort: true })], {
      error: 'Expires at must be in ISO 8601 format',
    })
    .refine((value) => value === '' || value >= first, { error: `Expires at must be ${first} or later` })
    .superRefine((value, context) => {
      const message = lifetimeProblem(value || undefined, now, limits)
      if (message) context.addIssue({ code: 'custom', message })
    })
    .transform((value) => (value === '' ? null : new Date(`${value}T00:00:00.000Z`)))
}

/** What the form takes and the act receives, on both sides of the wire; `now` is the server's clock. */
export function deployTokenForm(now: Date, limits: TokenLimits = noLimits) {
  return z.object({
    name: oneLine('Name', nameCharactersMax),
    expiresAt: expiryDate(now, limits),
    username,
    scopes: chosenScopes,
  })
}

export type DeployTokenFields = z.input<ReturnType<typeof deployTokenForm>>
export type NewDeployToken = z.output<ReturnType<typeof deployTokenForm>>

/** Any date or time in ISO 8601, past ones too, as GitLab's API takes them; '' and null for never. */
const expiryInstant = z
  .string()
  .nullish()
  .transform((text, context) => {
    if (!text) return null
    const instant = instantOf(text)
    if (instant) return instant
    context.issues.push({ code: 'invalid_format', format: 'datetime', input: text })
    return z.NEVER
  })

/** A list, or one text with commas in it. */
export const listedScopes = z
  .union([z.string(), z.array(z.unknown()).max(20)])
  .transform((value) => (typeof value === 'string' ? partsOf(value) : value))

function partsOf(text: string): string[] {
  return text.trim() === '' ? [] : text.split(',', 21).map((part) => part.trim())
}

/** What the REST API takes for a new token, under GitLab's names: https://docs.gitlab.com/api/deploy_tokens/ */
export const deployTokenRequest = z
  .object({
    name: oneLine('Name', nameCharactersMax),
    expires_at: expiryInstant,
    username: z
      .string()
      .nullish()
      .transform((value) => value ?? '')
      .pipe(username),
    scopes: listedScopes.pipe(chosenScopes),
  })
  .transform(({ expires_at, ...token }): NewDeployToken => ({ ...token, expiresAt: expires_at }))

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

/** How the active tokens of other holders are asked for: those of groups above, which reach here, or those below. */
export const reachedTokenQuery = tokenListQuery.omit({ state: true }).extend({
  reach: z.enum(['inherited', 'below']).catch('inherited'),
})

export type ReachedTokenQuery = z.infer<typeof reachedTokenQuery>
export type Reach = ReachedTokenQuery['reach']

export const tokensPerPage = 20
