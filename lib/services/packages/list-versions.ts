import { listPackageVersions } from '@/lib/data/package-versions'
import type { Actor } from '@/lib/domain/actor'
import type { PackageType, PackageVersion } from '@/lib/domain/package'
import type { PackagePlace } from '@/lib/domain/package-place'
import { openPackages } from './open-packages'

interface FoundVersions {
  versions: PackageVersion[]
  tags: { name: string; versionId: number }[]
}

/**
 * All versions and tags under a name in a place, as far as the actor may read them now: those of the package that was begun
 * last come first, and of one package the latest versions. Two queries, however many there are. Errors: as `openPackages`.
 */
export async function listVersions(
  actor: Actor,
  place: PackagePlace,
  type: PackageType,
  nameKey: string,
): Promise<FoundVersions> {
  const packages = await openPackages(actor, place, type, nameKey)
  const all = await listPackageVersions(packages.map(({ id }) => id))
  const versions =
    packages.length > 1 ? packages.flatMap(({ id }) => all.filter(({ packageId }) => packageId === id)) : all
  return { versions, tags: packages.flatMap(({ tags }) => tags) }
}
