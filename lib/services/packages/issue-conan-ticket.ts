import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { conanAudience, conanTicketSeconds } from '@/lib/domain/packages/conan-ticket'
import { accessDeniedText } from '@/lib/domain/refusal'
import { ticketIssuer } from '@/lib/domain/registry-ticket'
import { bearerOf } from '@/lib/domain/ticket-bearer'
import { signTicket } from '@/lib/storage/tickets'

/**
 * A signed ticket for whoever came with a token, which Conan keeps on disk in the token's place and sends from then on. It
 * says who came, by number, and nothing of what they may. Error: `unauthenticated` for nobody.
 */
export async function issueConanTicket(actor: Actor): Promise<string> {
  const bearer = bearerOf(actor)
  if (bearer.kind === 'nobody') throw new DomainError('unauthenticated', accessDeniedText)
  return signTicket(
    { bearer },
    { issuer: ticketIssuer, audience: conanAudience, seconds: conanTicketSeconds },
  )
}
