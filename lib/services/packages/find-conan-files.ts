import { listConanFiles } from '@/lib/data/conan-revisions'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PackageFile } from '@/lib/domain/package'
import type { PackagePlace } from '@/lib/domain/package-place'
import { type ConanFolder, manifestName } from '@/lib/domain/packages/conan'
import { openPackages } from './open-packages'

/**
 * The files of a published revision, with the number of its project; where several packages in reach have it, that of the
 * latest begun. Errors: as `openPackages`; `not_found`, also for a revision whose manifest has not come yet.
 */
export async function findConanFiles(
  actor: Actor,
  place: PackagePlace,
  { name, version, folder }: ConanFolder,
): Promise<{ projectId: number; files: PackageFile[] }> {
  for (const { id, project } of await openPackages(actor, place, 'conan', name)) {
    const files = await listConanFiles({ packageId: id, versionKey: version }, folder)
    if (files.some((file) => file.name === folder + manifestName)) return { projectId: project.id, files }
  }
  throw new DomainError('not_found', 'Revision not found')
}
