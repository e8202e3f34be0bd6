import { listPackageVersions } from '@/lib/data/package-versions'
import { listPackageTags } from '@/lib/data/packages'
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
 * last come first, and of one package the latest versions. Three queries, however many there are. Errors: as `openPackages`.
 */
export async function listVersions(
  actor: Actor,
  place: PackagePlace,
  type: PackageType,
  nameKey: string,
): Promise<FoundVersions> {
  const ids = (await openPackages(actor, place, type, nameKey)).map(({ id }) => id)
  const [versions, tags] = await Promise.all([listPackageVersions(ids), listPackageTags(ids)])
  const inOrder = <Of extends { packageId: number }>(all: Of[]) =>
    ids.length > 1 ? ids.flatMap((id) => all.filter(({ packageId }) => packageId === id)) : all
  return { versions: inOrder(versions), tags: inOrder(tags) }
}
