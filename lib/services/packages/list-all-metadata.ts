import { listVersionMetadata } from '@/lib/data/package-versions'
import type { Actor } from '@/lib/domain/actor'
import type { PackageType, PackageVersion } from '@/lib/domain/package'
import type { PackagePlace } from '@/lib/domain/package-place'
import { openAllPackages } from './open-all-packages'

/** As `listAllVersions`, without their files; of packages with one of these names alone, where some are given. */
export async function listAllMetadata(
  actor: Actor,
  place: PackagePlace,
  type: PackageType,
  names?: readonly string[],
): Promise<Omit<PackageVersion, 'files'>[]> {
  const found = await openAllPackages(actor, place, type)
  const wanted = names ? found.filter(({ name }) => names.includes(name)) : found
  return listVersionMetadata(wanted.map(({ id }) => id))
}
