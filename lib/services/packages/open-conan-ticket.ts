import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { conanAudience, conanTicketClaims } from '@/lib/domain/packages/conan-ticket'
import { accessDeniedText } from '@/lib/domain/refusal'
import { ticketIssuer } from '@/lib/domain/registry-ticket'
import { refreshActor } from '@/lib/services/access/refresh-actor'
import { verifyTicket } from '@/lib/storage/tickets'

/**
 * Who bears this ticket, as they are now. Error: `unauthenticated` for what is no ticket of ours for Conan, or is over, and
 * once the token that it was given for has ended.
 */
export async function openConanTicket(ticket: string): Promise<Actor> {
  const claims = conanTicketClaims.safeParse(
    await verifyTicket(ticket, { issuer: ticketIssuer, audience: conanAudience }),
  )
  if (!claims.success) throw new DomainError('unauthenticated', accessDeniedText)
  return refreshActor(claims.data.bearer)
}
