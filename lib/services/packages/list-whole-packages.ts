import type { FoundPackage } from '@/lib/data/found-packages'
import { listPackageVersions } from '@/lib/data/package-versions'
import { listPackageTags } from '@/lib/data/packages'
import type { Actor } from '@/lib/domain/actor'
import type { PackageType, PackageVersion } from '@/lib/domain/package'
import type { PackagePlace } from '@/lib/domain/package-place'
import { openAllPackages } from './open-all-packages'
import { openPackages } from './open-packages'

/** A package with all its versions, the latest published first, and its tags. */
export interface WholePackage extends FoundPackage {
  versions: PackageVersion[]
  tags: { name: string; versionId: number }[]
}

/**
 * The packages of a type in a place, or those of one name, that the actor may read now, the latest begun first, each with all
 * that belongs to it: three or four queries. Errors: as `openPackages` and `openAllPackages`.
 */
export async function listWholePackages(
  actor: Actor,
  place: PackagePlace,
  type: PackageType,
  nameKey?: string,
): Promise<WholePackage[]> {
  const found = await (nameKey === undefined
    ? openAllPackages(actor, place, type)
    : openPackages(actor, place, type, nameKey))
  const ids = found.map(({ id }) => id)
  const [versions, tags] = await Promise.all([listPackageVersions(ids), listPackageTags(ids)])
  const whole = new Map(found.map((one) => [one.id, { ...one, versions: [], tags: [] } as WholePackage]))
  for (const version of versions) whole.get(version.packageId)?.versions.push(version)
  for (const tag of tags) whole.get(tag.packageId)?.tags.push(tag)
  return [...whole.values()]
}
