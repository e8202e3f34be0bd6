import { z } from 'zod'
import { expiryDate, firstExpiryDate, listedScopes } from './deploy-token'
import { inPersonalOrder, type PersonalScope, personalScopeNames } from './personal-scope'
import { oneLine } from './text'

export const descriptionCharactersMax = 255
/** What a rotated token lives when nobody says how long, as in GitLab. */
export const rotatedLifeDays = 7

const dayMilliseconds = 86_400_000

/** A personal access token without its value, which is kept nowhere. */
export interface PersonalAccessToken {
  id: number
  userId: number
  /** Whose it is. */
  username: string
  name: string
  /** '' for none. */
  description: string
  scopes: PersonalScope[]
  createdAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedAt: Date | null
}

const chosenScopes = z
  .array(z.enum(personalScopeNames, { error: 'Scopes does not have a valid value' }), {
    error: "Scopes can't be blank",
  })
  .min(1, { error: "Scopes can't be blank" })
  .max(20, { error: 'Scopes does not have a valid value', abort: true })
  .transform(inPersonalOrder)

/** What the form takes and the act receives, on both sides of the wire; `now` is the server's clock. */
export function personalAccessTokenForm(now: Date) {
  return z.object({
    name: oneLine('Name', 255),
    description: oneLine('Description', descriptionCharactersMax, { isOptional: true }),
    expiresAt: expiryDate(now),
    scopes: chosenScopes,
  })
}

/** What the dialog that rotates a token takes. */
export function rotationForm(now: Date) {
  return z.object({ expiresAt: expiryDate(now) })
}

export type PersonalAccessTokenFields = z.input<ReturnType<typeof personalAccessTokenForm>>
export type NewPersonalAccessToken = z.output<ReturnType<typeof personalAccessTokenForm>>

/** A day as `YYYY-MM-DD`, in GitLab's API; '', null and nothing at all leave it to the act. Becomes 00:00:00 UTC. */
const expiryDay = z
  .string()
  .nullish()
  .transform((text, context) => {
    if (!text) return undefined
    if (z.iso.date().safeParse(text).success) return new Date(`${text}T00:00:00.000Z`)
    context.issues.push({ code: 'invalid_format', format: 'date', input: text })
    return z.NEVER
  })
  .meta({ type: ['string', 'null'], format: 'date' })

/** What the REST API takes for a user's new token, under GitLab's names: https://docs.gitlab.com/api/user_tokens/ */
export const personalAccessTokenRequest = z
  .object({
    name: oneLine('Name', 255),
    description: z
      .string()
      .nullish()
      .transform((value) => value ?? '')
      .pipe(oneLine('Description', descriptionCharactersMax, { isOptional: true })),
    expires_at: expiryDay,
    scopes: listedScopes.pipe(chosenScopes),
  })
  .transform(({ expires_at, ...token }) => ({ ...token, expiresAt: expires_at }))

/** A user's new token as the API asks for it; without an end it lives as long as it may. */
export type RequestedPersonalAccessToken = z.output<typeof personalAccessTokenRequest>

/** What the REST API takes to rotate one. */
export const rotationRequest = z.object({ expires_at: expiryDay })

/** Which tokens the REST API lists. */
export interface PersonalTokenSearch {
  /** Whose; undefined for everybody's. */
  userId?: number
  isRevoked?: boolean
  state?: 'active' | 'inactive'
  /** Part of the name, in any case; '' for all. */
  text: string
}

/** The latest end of a new token, where the instance limits lives to `daysMax` days; null for never. */
export function latestExpiry(daysMax: number, now: Date): Date | null {
  return daysMax === 0 ? null : daysAfter(now, daysMax)
}

/** Why a token may not end then: it would be over before it begins. */
export function pastProblem(expiresAt: Date | null, now: Date): string | undefined {
  return expiresAt && expiresAt <= now ? `Expires at must be ${firstExpiryDate(now)} or later` : undefined
}

/** The end of a rotated token for which no other was asked: midnight UTC, a week from today or as late as it may be. */
export function rotatedExpiry(daysMax: number, now: Date): Date {
  return daysAfter(now, daysMax === 0 ? rotatedLifeDays : Math.min(rotatedLifeDays, daysMax))
}

/** Why a token may not live until then, where the instance limits lives to `daysMax` days (0 for no limit). */
export function lifetimeProblem(expiresAt: Date | null, daysMax: number, now: Date): string | undefined {
  if (daysMax === 0) return undefined
  const last = daysAfter(now, daysMax)
  if (expiresAt && expiresAt <= last) return undefined
  return `Expiration date must be ${last.toISOString().slice(0, 10)} or before`
}

/** Midnight UTC so many days after today. */
function daysAfter(now: Date, days: number): Date {
  const day = new Date(now.getTime() + days * dayMilliseconds)
  return new Date(`${day.toISOString().slice(0, 10)}T00:00:00.000Z`)
}
