import { listPlaces as listRows, type PlacePage } from '@/lib/data/place-listings'
import type { Actor } from '@/lib/domain/actor'
import type { PlaceListQuery } from '@/lib/domain/admin-list'
import type { HolderKind } from '@/lib/domain/holder'
import { requireAdministrator } from '@/lib/services/access/require-administrator'

/** One page of all groups, or of all projects, of the instance. Errors: those of `requireAdministrator`. */
export async function listPlaces(actor: Actor, kind: HolderKind, query: PlaceListQuery): Promise<PlacePage> {
  requireAdministrator(actor)
  return listRows(kind, query)
}
