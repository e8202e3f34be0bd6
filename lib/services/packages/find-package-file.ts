import { findPackageVersion } from '@/lib/data/packages'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PackageFile, PackageType } from '@/lib/domain/package'
import { openPackages } from './open-packages'
import type { PackagePlace } from './package-place'

interface FileName {
  type: PackageType
  nameKey: string
  versionKey: string
  /** With its folders. */
  file: string
}

/**
 * A file by the names under which its format knows it, with the number of its project; where several packages in reach
 * have it, that of the latest begun. Errors: as `openPackages`; `not_found`.
 */
export async function findPackageFile(
  actor: Actor,
  place: PackagePlace,
  { type, nameKey, versionKey, file }: FileName,
): Promise<{ projectId: number; file: PackageFile }> {
  for (const { id, project } of await openPackages(actor, place, type, nameKey)) {
    const version = await findPackageVersion(id, versionKey)
    const found = version?.files.find(({ name }) => name === file)
    if (found) return { projectId: project.id, file: found }
  }
  throw new DomainError('not_found', 'File not found')
}
