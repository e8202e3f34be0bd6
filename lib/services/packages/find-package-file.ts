import { findPackageFiles, type PackageFileName } from '@/lib/data/found-packages'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PackageFile } from '@/lib/domain/package'
import type { PackagePlace } from '@/lib/domain/package-place'
import { openFoundPackages } from './open-found-packages'

/**
 * A file by the names under which its format knows it, with the number of its project; where several packages in reach
 * have it, that of the latest begun. Errors: as `openPackages`; `not_found`.
 */
export async function findPackageFile(
  actor: Actor,
  place: PackagePlace,
  name: PackageFileName,
): Promise<{ projectId: number; file: PackageFile }> {
  const packages = await openFoundPackages(actor, place, (userId) => findPackageFiles(place, name, userId))
  const found = packages.find(({ file }) => file !== undefined)
  if (!found?.file) throw new DomainError('not_found', 'File not found')
  return { projectId: found.project.id, file: found.file }
}
