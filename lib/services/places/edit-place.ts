import { transaction } from '@/lib/data/client'
import { findPlaceSettings } from '@/lib/data/place-settings'
import { lockTree } from '@/lib/data/tree'
import type { UserActor } from '@/lib/domain/actor'
import { type Feature, featureNames } from '@/lib/domain/feature'
import type { HolderName } from '@/lib/domain/holder'
import type { Naming } from '@/lib/domain/project'
import type { Visibility } from '@/lib/domain/visibility'
import { changePath } from './change-path'
import { openNamedPlace } from './open-named-place'
import { updateNaming } from './update-naming'
import { updatePermissions } from './update-permissions'

interface Edit {
  place: HolderName
  /** What is undefined stays as it is. */
  change: Partial<Naming> & {
    path?: string
    visibility?: Visibility
    /** Each of these on or off. */
    features?: Partial<Record<Feature, boolean | undefined>>
  }
  address: string
}

/**
 * All that the sections of Settings > General change of a group or project, at once: every part of it or none, each
 * with its own audit event. Gives its number. Errors: those of `updateNaming`, `updatePermissions` and `changePath`.
 */
export function editPlace(actor: UserActor, { place: named, change, address }: Edit): Promise<number> {
  return transaction(async (tx) => {
    await lockTree(tx)
    const opened = await openNamedPlace(actor, 'edit_settings', named, tx)
    const place = { kind: opened.kind, id: opened.id }
    const { name = opened.name, description = opened.description } = change
    await updateNaming(actor, { place, naming: { name, description }, address }, tx)

    const { ownDisabledFeatures } = await findPlaceSettings(opened, tx)
    const disabledFeatures = featureNames.filter((feature) =>
      isOff(change.features?.[feature], ownDisabledFeatures.includes(feature)),
    )
    const { visibility = opened.visibility } = change
    await updatePermissions(actor, { place, permissions: { visibility, disabledFeatures }, address }, tx)

    if (change.path !== undefined) await changePath(actor, { place, path: change.path, address }, tx)
    return opened.id
  })
}

function isOff(isWantedOn: boolean | undefined, isNowOff: boolean): boolean {
  return isWantedOn === undefined ? isNowOff : !isWantedOn
}
