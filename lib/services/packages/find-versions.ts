import type { FoundPackage } from '@/lib/data/found-packages'
import { listVersionNames, listVersionsById, type VersionNames } from '@/lib/data/package-versions'
import type { Actor } from '@/lib/domain/actor'
import type { PackageType, PackageVersion } from '@/lib/domain/package'
import type { PackagePlace } from '@/lib/domain/package-place'
import { openPackages } from './open-packages'

/**
 * The versions under a name in a place that the actor may read now: all by their names, as `order` puts them, which sees
 * those of the package begun last first; those whole that `choose` picks; and the packages. Three queries, however many there are. Errors:
 * as `openPackages`.
 */
export async function findVersions(
  actor: Actor,
  place: PackagePlace,
  { type, nameKey }: { type: PackageType; nameKey: string },
  order: (names: VersionNames[]) => VersionNames[],
  choose: (names: VersionNames[]) => VersionNames[],
): Promise<{ packages: FoundPackage[]; names: VersionNames[]; whole: PackageVersion[] }> {
  const packages = await openPackages(actor, place, type, nameKey)
  const names = order(await listVersionNames(packages.map(({ id }) => id)))
  const chosen = choose(names).map(({ id }) => id)
  return { packages, names, whole: chosen.length > 0 ? await listVersionsById(chosen) : [] }
}
