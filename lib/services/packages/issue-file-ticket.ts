import type { Actor } from '@/lib/domain/actor'
import {
  type PackageTicketClaims,
  packageTicketAudience,
  packageTicketSeconds,
} from '@/lib/domain/package-ticket'
import { ticketIssuer } from '@/lib/domain/registry-ticket'
import { bearerOf } from '@/lib/domain/ticket-bearer'
import { signTicket } from '@/lib/storage/tickets'

/**
 * A signed ticket for one file of a package, for a client that will ask for it without a header: it names the actor by number,
 * and what they may is asked then; undefined for nobody, who may as much without.
 */
export async function issueFileTicket(actor: Actor, file: { id: number }): Promise<string | undefined> {
  if (actor.kind === 'nobody') return undefined
  const claims: PackageTicketClaims = { bearer: bearerOf(actor), file: file.id }
  const validity = {
    issuer: ticketIssuer,
    audience: packageTicketAudience,
    seconds: packageTicketSeconds,
  }
  return signTicket(claims, validity)
}
