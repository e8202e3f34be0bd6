import { findPackagesByFile } from '@/lib/data/found-packages'
import { findVersionByFile } from '@/lib/data/package-versions'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PackageFile, PackageType, PackageVersion } from '@/lib/domain/package'
import type { PackagePlace } from '@/lib/domain/package-place'
import { openFoundPackages } from './open-found-packages'

/**
 * A file by its name alone, which is its own in all of a place, with its version and the number of its project. Errors: as
 * `openPackages`.
 */
export async function findFileByName(
  actor: Actor,
  place: PackagePlace,
  type: PackageType,
  name: string,
): Promise<{ projectId: number; version: PackageVersion; file: PackageFile }> {
  const [found] = await openFoundPackages(actor, place, (userId) =>
    findPackagesByFile(place, type, name, userId),
  )
  const version = found && (await findVersionByFile(found.id, name))
  const file = version?.files.find((one) => one.name === name)
  if (!found || !version || !file) throw new DomainError('not_found', 'File not found')
  return { projectId: found.project.id, version, file }
}
