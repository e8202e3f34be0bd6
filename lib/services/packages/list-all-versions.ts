import { listPackageVersions } from '@/lib/data/packages'
import type { Actor } from '@/lib/domain/actor'
import type { PackageType, PackageVersion } from '@/lib/domain/package'
import { openAllPackages } from './open-all-packages'
import type { PackagePlace } from './package-place'

/**
 * All versions of all packages of a type in a place, as far as the actor may read them now, the latest published first:
 * two or three queries. A project may have none; otherwise errors as `openPackages`.
 */
export async function listAllVersions(
  actor: Actor,
  place: PackagePlace,
  type: PackageType,
): Promise<PackageVersion[]> {
  return listPackageVersions((await openAllPackages(actor, place, type)).map(({ id }) => id))
}
