import { type Actor, nobody } from '@/lib/domain/actor'
import { authenticateByToken, type Credentials } from '@/lib/services/access/authenticate-by-token'
import { refuseCredentials } from '@/lib/services/access/refuse-credentials'

/**
 * Who sent these credentials for a ticket from this address; nobody when none were sent. Clients keep them on disk in the
 * clear, so that the password of an account opens nothing here: it is refused unread, and counted as any failure. Errors:
 * as `authenticateByToken`.
 */
export async function authenticateClient(
  credentials: Credentials | undefined,
  address: string,
): Promise<Actor> {
  if (!credentials) return nobody
  return (await authenticateByToken(credentials, address)) ?? refuseCredentials(address)
}
