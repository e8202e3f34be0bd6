import { z } from 'zod'
import type { Actor } from './actor'

/** Who came for a ticket, by number: they are read anew at each request that it opens. */
export const ticketBearer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nobody') }),
  z.strictObject({ kind: z.literal('deploy-token'), id: z.int().positive() }),
  z.strictObject({
    kind: z.literal('user'),
    id: z.int().positive(),
    token: z.strictObject({ id: z.int().positive() }),
  }),
])

export type TicketBearer = z.output<typeof ticketBearer>

/** What a ticket says of an actor: a user is one only by a personal access token. */
export function bearerOf(actor: Actor): TicketBearer {
  if (actor.kind === 'deploy-token') return { kind: 'deploy-token', id: actor.id }
  if (actor.kind === 'user' && actor.token)
    return { kind: 'user', id: actor.id, token: { id: actor.token.id } }
  return { kind: 'nobody' }
}
