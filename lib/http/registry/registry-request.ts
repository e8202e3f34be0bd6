import type { Context } from 'hono'
import type { ActorName } from '@/lib/domain/actor'
import type { TicketAccess } from '@/lib/domain/registry-ticket'
import type { Door } from '@/lib/http/door'
import type { RegistryPath } from './registry-path'

/** One request of a client whose ticket opens what it asks for; the service asks who its bearer is now, and whether they may. */
export interface RegistryRequest extends RegistryPath {
  c: Context<Door>
  bearer: ActorName
  /** All that the ticket opens, for a request that reads from another image too. */
  access: readonly TicketAccess[]
}
