import { database } from '@/lib/data/client'
import { listImageNames } from '@/lib/data/container-repositories'
import type { Actor } from '@/lib/domain/actor'
import { requireAdministrator } from '@/lib/services/access/require-administrator'

/**
 * The names of all images of the instance after `after`, in the order of their bytes: at most `limit`. Errors: those of
 * `requireAdministrator`.
 */
export async function listCatalog(actor: Actor, span: { after: string; limit: number }): Promise<string[]> {
  requireAdministrator(actor, 'read')
  return listImageNames(database(), span)
}
