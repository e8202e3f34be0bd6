import { type Transaction, within } from '@/lib/data/client'
import { lockTree } from '@/lib/data/tree'
import type { UserActor } from '@/lib/domain/actor'
import type { HolderName } from '@/lib/domain/holder'
import type { Naming } from '@/lib/domain/project'
import { changePlace } from './change-place'
import { openNamedPlace } from './open-named-place'

interface Update {
  place: HolderName
  naming: Naming
  address: string
}

/** Names and describes a group or project. Errors: those of `openNamedPlace`. */
export function updateNaming(
  actor: UserActor,
  { place: named, naming, address }: Update,
  partOf?: Transaction,
): Promise<void> {
  return within(partOf, async (tx) => {
    await lockTree(tx)
    const place = await openNamedPlace(actor, 'edit_settings', named, tx)
    const before = { name: place.name, description: place.description }
    await changePlace(tx, { actor, address, place, change: naming, before, after: { ...naming } })
  })
}
