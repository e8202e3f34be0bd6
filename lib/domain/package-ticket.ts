import { z } from 'zod'
import { ticketBearer } from './ticket-bearer'

/** Whom tickets for files of packages are for, so that none of them is one for images, or the other way round. */
export const packageTicketAudience = 'package_registry'
/** Clients come with it at once; a download that has begun goes on. */
export const packageTicketSeconds = 60

/** What a ticket for one file of a package says beside what every JWT says: who came for it, and the file's number. */
export const packageTicketClaims = z.object({ bearer: ticketBearer, file: z.int().positive() })

export type PackageTicketClaims = z.output<typeof packageTicketClaims>
