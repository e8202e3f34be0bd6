import { findPackageVersion } from '@/lib/data/package-versions'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PackageVersion } from '@/lib/domain/package'
import type { PackagePlace } from '@/lib/domain/package-place'
import type { VersionName } from './delete-package-version'
import { openPackages } from './open-packages'

/**
 * A version by the names under which its format knows it; where several packages in reach have it, that of the latest
 * begun. Errors: as `openPackages`; `not_found`.
 */
export async function openPackageVersion(
  actor: Actor,
  place: PackagePlace,
  { type, nameKey, versionKey }: VersionName,
): Promise<PackageVersion> {
  for (const { id } of await openPackages(actor, place, type, nameKey)) {
    const version = await findPackageVersion(id, versionKey)
    if (version) return version
  }
  throw new DomainError('not_found', 'Package not found')
}
