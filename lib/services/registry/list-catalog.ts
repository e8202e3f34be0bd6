import { database } from '@/lib/data/client'
import { listImageNames } from '@/lib/data/container-repositories'
import type { ActorName } from '@/lib/domain/actor'
import { refreshActor } from '@/lib/services/access/refresh-actor'
import { requireAdministrator } from '@/lib/services/access/require-administrator'

/**
 * The names of all images of the instance after `after`, in the order of their bytes: at most `limit`. Errors: those of
 * `refreshActor` and `requireAdministrator`.
 */
export async function listCatalog(
  bearer: ActorName,
  span: { after: string; limit: number },
): Promise<string[]> {
  requireAdministrator(await refreshActor(bearer), 'read')
  return listImageNames(database(), span)
}
