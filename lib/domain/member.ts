import { z } from 'zod'
import { expiryDate } from './deploy-token'
import type { Holder } from './holder'
import { type AccessLevel, accessLevels, type Role } from './role'

export const membersPerPage = 20
/** How many people one form takes at once. */
export const inviteesMax = 20

/** Somebody's place in one project or group itself, live or over. */
export interface Membership {
  id: number
  user: { id: number; username: string; name: string }
  accessLevel: number
  expiresAt: Date | null
}

/** The membership from above that gives somebody most. */
export interface Inherited {
  userId: number
  accessLevel: number
  groupName: string
}

/** A person in a project or group: what they may there, and where that comes from. */
export interface Member {
  user: { id: number; username: string; name: string; isBlocked: boolean }
  /** Of the membership that counts: the highest live one, or one that is over where none is live. */
  accessLevel: number
  expiresAt: Date | null
  createdAt: Date
  isExpired: boolean
  isDirect: boolean
  /** Where that membership stands. */
  source: Holder & { name: string; fullPath: string }
  /** The membership in this very place, if there is one. */
  direct: { id: number; accessLevel: number; expiresAt: Date | null; isExpired: boolean } | null
  /** The highest live level from above; 0 for none. */
  inheritedLevel: number
}

const roles = Object.entries(accessLevels) as [Role, AccessLevel][]

/** The roles that somebody of level `most` may give, the lowest first; none below `least`. */
export function rolesWithin(most: number, least = 0): { role: Role; accessLevel: AccessLevel }[] {
  return roles
    .filter(([, accessLevel]) => accessLevel <= most && accessLevel >= least)
    .map(([role, accessLevel]) => ({ role, accessLevel }))
}

/** True where somebody of `ownLevel` may change or remove a person: nobody touches what is above them. */
export function mayManage(
  ownLevel: number,
  person: { accessLevel: number; inheritedLevel: number },
): boolean {
  return Math.max(person.accessLevel, person.inheritedLevel) <= ownLevel
}

const role = z.literal(
  roles.map(([, accessLevel]) => accessLevel),
  { error: 'Access level is not included in the list' },
)

// of user names and e-mail addresses alike: anything visible in ASCII
const login = /^[!-~]{1,255}$/
const whoText = "Username or email address can't be blank"

/** User names and e-mail addresses between commas or spaces, in lower case and each once. */
const invitees = z
  .string({ error: whoText })
  .max(inviteesMax * 256, { error: 'Username or email address is too long', abort: true })
  .transform((text) => [
    ...new Set(
      text
        .toLowerCase()
        .split(/[,\s]+/)
        .map(withoutAt)
        .filter(Boolean),
    ),
  ])
  .refine((names) => names.length > 0, { error: whoText })
  .refine((names) => names.length <= inviteesMax, {
    error: `At most ${inviteesMax} people can be invited at once`,
  })
  .refine((names) => names.every((name) => login.test(name)), {
    error: 'Username or email address is invalid',
  })

/** People write @name too. */
function withoutAt(text: string): string {
  return text.startsWith('@') ? text.slice(1) : text
}

/** What the form that changes a member takes, on both sides of the wire; `now` is the server's clock. */
export function memberForm(now: Date) {
  return z.object({ accessLevel: role, expiresAt: expiryDate(now) })
}

/** What the form that invites takes: the same, and who. */
export function inviteForm(now: Date) {
  return memberForm(now).extend({ users: invitees })
}

export type MemberFields = z.input<ReturnType<typeof memberForm>>
export type MemberChange = z.output<ReturnType<typeof memberForm>>
export type InviteFields = z.input<ReturnType<typeof inviteForm>>
export type Invitation = z.output<ReturnType<typeof inviteForm>>

/** How a list of members is asked for; anything that is not understood falls back to the default. */
export const memberListQuery = z.object({
  // PostgreSQL's text holds no NUL
  search: z
    .string()
    .max(255)
    .refine((text) => !text.includes('\0'))
    .catch(''),
  accessLevel: role.nullable().catch(null),
  source: z.enum(['all', 'direct', 'inherited']).catch('all'),
  sort: z.enum(['account', 'role', 'expires', 'added']).catch('account'),
  direction: z.enum(['asc', 'desc']).catch('asc'),
  page: z.int().min(1).max(1_000_000).catch(1),
})

export type MemberListQuery = z.infer<typeof memberListQuery>
