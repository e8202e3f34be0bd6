import type { ActorName } from '@/lib/domain/actor'
import { RegistryError } from '@/lib/domain/registry-error'
import { registryService, type TicketAccess, ticketClaims, ticketIssuer } from '@/lib/domain/registry-ticket'
import { verifyTicket } from '@/lib/storage/tickets'

/**
 * Who bears this ticket, and what it opens to them; who that is now, and what they may, is asked at the thing itself.
 * Error: `UNAUTHORIZED` for what is no ticket of ours, or is over.
 */
export async function openTicket(ticket: string): Promise<{ bearer: ActorName; access: TicketAccess[] }> {
  const claims = ticketClaims.safeParse(
    await verifyTicket(ticket, { issuer: ticketIssuer, audience: registryService }),
  )
  if (!claims.success) throw new RegistryError('UNAUTHORIZED')
  return claims.data
}
