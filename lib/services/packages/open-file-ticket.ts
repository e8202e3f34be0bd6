import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { packageTicketAudience, packageTicketClaims } from '@/lib/domain/package-ticket'
import { accessDeniedText } from '@/lib/domain/refusal'
import { ticketIssuer } from '@/lib/domain/registry-ticket'
import { refreshActor } from '@/lib/services/access/refresh-actor'
import { verifyTicket } from '@/lib/storage/tickets'

/**
 * Who bears this ticket, as they are now, and the number of the one file that it is for. Errors: `unauthenticated` for what is
 * no ticket of ours, or is over; those of `refreshActor`.
 */
export async function openFileTicket(ticket: string): Promise<{ actor: Actor; fileId: number }> {
  const validity = { issuer: ticketIssuer, audience: packageTicketAudience }
  const claims = packageTicketClaims.safeParse(await verifyTicket(ticket, validity))
  if (!claims.success) throw new DomainError('unauthenticated', accessDeniedText)
  const { bearer, file } = claims.data
  return { actor: await refreshActor(bearer), fileId: file }
}
