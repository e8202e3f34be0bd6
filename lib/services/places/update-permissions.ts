import { type Connection, type Transaction, within } from '@/lib/data/client'
import { findPlaceSettings, listWiderBelow } from '@/lib/data/place-settings'
import { lockTree } from '@/lib/data/tree'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { type Feature, featureNames } from '@/lib/domain/feature'
import type { HolderName } from '@/lib/domain/holder'
import type { Group, Permissions, Project } from '@/lib/domain/project'
import { isWithin, type Visibility } from '@/lib/domain/visibility'
import { changePlace } from './change-place'
import { openNamedPlace } from './open-named-place'
import { parentOf } from './parent-of'

interface Update {
  place: HolderName
  permissions: Permissions
  address: string
}

const examplesMax = 3

/**
 * Sets who may see a group or project and what is switched off there, from the next request on. Errors: those of
 * `openNamedPlace`; `invalid` for a visibility wider than the parent's, or narrower than something below.
 */
export function updatePermissions(
  actor: UserActor,
  { place: named, permissions, address }: Update,
  partOf?: Transaction,
): Promise<void> {
  return within(partOf, async (tx) => {
    await lockTree(tx)
    const place = await openNamedPlace(actor, 'edit_settings', named, tx)
    if (permissions.visibility !== place.visibility) await checkVisibility(tx, place, permissions.visibility)
    const { ownDisabledFeatures } = await findPlaceSettings(place, tx)
    const disabledFeatures = inOrder(permissions.disabledFeatures)
    const { visibility } = permissions
    await changePlace(tx, {
      actor,
      address,
      place,
      change: { visibility, disabledFeatures },
      before: { visibility: place.visibility, disabled_features: inOrder(ownDisabledFeatures) },
      after: { visibility, disabled_features: disabledFeatures },
    })
  })
}

async function checkVisibility(tx: Connection, place: Project | Group, visibility: Visibility) {
  const parent = await parentOf(tx, place)
  if (parent && !isWithin(visibility, parent.visibility)) {
    throw refusal(`Visibility can't be wider than that of the group, which is ${parent.visibility}`)
  }
  if (place.kind === 'project') return
  const { count, paths } = await listWiderBelow(tx, place, visibility, examplesMax)
  if (count === 0) return
  const names = `${paths.join(', ')}${count > paths.length ? ` and ${count - paths.length} more` : ''}`
  throw refusal(
    `Visibility can't be ${visibility}, because ${count === 1 ? 'this is' : `these ${count} are`} wider: ${names}`,
  )
}

function refusal(message: string): DomainError {
  return new DomainError('invalid', message, { fields: { visibility: [message] } })
}

function inOrder(features: readonly Feature[]): Feature[] {
  return featureNames.filter((feature) => features.includes(feature))
}
