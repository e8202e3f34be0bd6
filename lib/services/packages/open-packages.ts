import { findPackages, type TaggedPackage } from '@/lib/data/found-packages'
import type { Actor } from '@/lib/domain/actor'
import type { PackageType } from '@/lib/domain/package'
import type { PackagePlace } from '@/lib/domain/package-place'
import { openFoundPackages } from './open-found-packages'

/**
 * The packages of this name in a place that the actor may read now, at least one, the latest begun first: of a project its
 * own, of a group or the instance one of each project that has it. Errors: those of `openFoundPackages`.
 */
export function openPackages(
  actor: Actor,
  place: PackagePlace,
  type: PackageType,
  nameKey: string,
): Promise<TaggedPackage[]> {
  return openFoundPackages(actor, place, (userId) => findPackages(place, type, nameKey, userId))
}
