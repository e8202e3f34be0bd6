import { z } from 'zod'
import type { Ability } from './ability'
import { ticketBearer } from './ticket-bearer'

/** The name of this registry in tickets and challenges, which is GitLab's. */
export const registryService = 'container_registry'
/** Who signs tickets. */
export const ticketIssuer = 'latchkey'
/**
 * For how long a ticket opens anything. Here it only narrows what its bearer may at that moment, so that it may live for
 * GitLab's five minutes; another registry asks nobody: there whoever has lost a right has it until the ticket ends.
 */
export const ticketSecondsMax = { embedded: 300, external: 60 } as const
/**
 * CNCF Distribution takes a ticket a minute before its time and a minute after it. Dated back by that, it opens for as
 * long as it is to; but for two seconds, in which one that a client still keeps for good is on its way.
 */
export const ticketDatedBackSeconds = { embedded: 0, external: 58 } as const

/** What a client can ask to do with an image, and the ability behind it. `*` is all of them. */
export const imageAbilities = {
  pull: 'pull_image',
  push: 'push_image',
  delete: 'delete_image',
} as const satisfies Record<string, Ability>

export type ImageAction = keyof typeof imageAbilities
export const imageActions = Object.keys(imageAbilities) as [ImageAction, ...ImageAction[]]

const access = z.strictObject({
  type: z.literal('repository'),
  name: z.string(),
  actions: z.array(z.enum(imageActions)),
})

/**
 * What a ticket says beside what every JWT says, with GitLab's names where it has them:
 * https://distribution.github.io/distribution/spec/auth/jwt/
 */
export const ticketClaims = z.object({
  /** The user name, for the registry's own log. */
  sub: z.string().optional(),
  bearer: ticketBearer,
  access: z.array(access),
})

export type TicketClaims = z.output<typeof ticketClaims>
export type TicketAccess = z.output<typeof access>

/** True where a ticket with this access opens these actions on an image. */
export function covers(
  granted: readonly TicketAccess[],
  name: string,
  actions: readonly ImageAction[],
): boolean {
  const own = granted.filter((entry) => entry.name === name).flatMap((entry) => entry.actions)
  return actions.every((action) => own.includes(action))
}
