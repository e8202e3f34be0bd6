import { z } from 'zod'
import { ticketBearer } from '@/lib/domain/ticket-bearer'

/** The door that these tickets open, and no other one. */
export const conanAudience = 'conan'
/** Conan asks for another when one has ended, and has to have the password at hand then. */
export const conanTicketSeconds = 60 * 60

/** What such a ticket says beside what every JWT says; its bearer may always be asked who they are. */
export const conanTicketClaims = z.object({
  bearer: ticketBearer.refine(({ kind }) => kind !== 'nobody'),
})
