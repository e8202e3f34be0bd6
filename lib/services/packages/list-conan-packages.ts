import { listConanRevisions, listConanPackages as listRows } from '@/lib/data/conan-revisions'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PackagePlace } from '@/lib/domain/package-place'
import { type ConanInfo, packagesFolder } from '@/lib/domain/packages/conan'
import { openPackages } from './open-packages'

interface RecipeName {
  name: string
  version: string
  /** The latest where it is not said. */
  recipeRevision: string | undefined
}

/**
 * What was built from a published revision of a recipe, each package as its latest revision is; where several packages in
 * reach have the recipe, of the latest begun. Errors: as `openPackages`; `not_found` for a revision that is not published.
 */
export async function listConanPackages(
  actor: Actor,
  place: PackagePlace,
  { name, version, recipeRevision }: RecipeName,
): Promise<ConanInfo[]> {
  for (const { id } of await openPackages(actor, place, 'conan', name)) {
    const key = { packageId: id, versionKey: version }
    const revisions = await listConanRevisions(key, '')
    const found = revisions.find(({ revision }) => revision === (recipeRevision ?? revision))
    if (found) return listRows(key, packagesFolder({ recipeRevision: found.revision }))
  }
  throw new DomainError('not_found', 'Revision not found')
}
