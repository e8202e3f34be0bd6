import { listPackageVersions } from '@/lib/data/package-versions'
import type { Actor } from '@/lib/domain/actor'
import type { PackageType, PackageVersion } from '@/lib/domain/package'
import type { PackagePlace } from '@/lib/domain/package-place'
import { openAllPackages } from './open-all-packages'

/**
 * All versions of all packages of a type in a place, as far as the actor may read them now, the latest published first: three
 * queries at most. A project may have none; otherwise errors as `openPackages`.
 */
export async function listAllVersions(
  actor: Actor,
  place: PackagePlace,
  type: PackageType,
): Promise<PackageVersion[]> {
  const found = await openAllPackages(actor, place, type)
  return listPackageVersions(found.map(({ id }) => id))
}
