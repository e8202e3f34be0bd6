import { listConanRevisions as listRows } from '@/lib/data/conan-revisions'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PackagePlace } from '@/lib/domain/package-place'
import type { ConanFolder, ConanRevision } from '@/lib/domain/packages/conan'
import { openPackages } from './open-packages'

/**
 * The published revisions in a folder of a recipe's files, at least one, the latest first; where several packages in reach
 * have some, those of the latest begun. Errors: as `openPackages`; `not_found`.
 */
export async function listConanRevisions(
  actor: Actor,
  place: PackagePlace,
  { name, version, folder }: ConanFolder,
): Promise<[ConanRevision, ...ConanRevision[]]> {
  for (const { id } of await openPackages(actor, place, 'conan', name)) {
    const [latest, ...others] = await listRows({ packageId: id, versionKey: version }, folder)
    if (latest) return [latest, ...others]
  }
  throw new DomainError('not_found', 'Revision not found')
}
