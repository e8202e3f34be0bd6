import { listPackageVersions } from '@/lib/data/packages'
import type { Actor } from '@/lib/domain/actor'
import type { PackageType, PackageVersion } from '@/lib/domain/package'
import type { PackagePlace } from '@/lib/domain/package-place'
import { openAllPackages } from './open-all-packages'

/**
 * All versions of all packages of a type in a place, or of those with one of these names, as far as the actor may read them
 * now, the latest published first: two or three queries. A project may have none; otherwise errors as `openPackages`.
 */
export async function listAllVersions(
  actor: Actor,
  place: PackagePlace,
  type: PackageType,
  names?: readonly string[],
): Promise<PackageVersion[]> {
  const found = await openAllPackages(actor, place, type)
  const wanted = names ? found.filter(({ name }) => names.includes(name)) : found
  return listPackageVersions(wanted.map(({ id }) => id))
}
