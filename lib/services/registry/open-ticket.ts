import type { Actor } from '@/lib/domain/actor'
import { RegistryError } from '@/lib/domain/registry-error'
import { registryService, type TicketAccess, ticketClaims, ticketIssuer } from '@/lib/domain/registry-ticket'
import { refreshActor } from '@/lib/services/access/refresh-actor'
import { verifyTicket } from '@/lib/storage/tickets'

/**
 * Who bears this ticket, as they are now, and what it opens to them; what they may is asked at the thing itself. Errors:
 * `UNAUTHORIZED` for what is no ticket of ours, or is over; those of `refreshActor`.
 */
export async function openTicket(ticket: string): Promise<{ actor: Actor; access: TicketAccess[] }> {
  const claims = ticketClaims.safeParse(
    await verifyTicket(ticket, { issuer: ticketIssuer, audience: registryService }),
  )
  if (!claims.success) throw new RegistryError('UNAUTHORIZED')
  const { bearer, access } = claims.data
  return { actor: await refreshActor(bearer), access }
}
