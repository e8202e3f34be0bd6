import { searchVersionNames } from '@/lib/data/package-searches'
import { listVersionNames, listVersionsById, type VersionNames } from '@/lib/data/package-versions'
import type { Actor } from '@/lib/domain/actor'
import type { PlaceName } from '@/lib/domain/holder'
import type { PackageType, PackageVersion } from '@/lib/domain/package'
import { openProject } from '@/lib/services/access/open-project'

interface Search {
  type: PackageType
  /** What the name of the package has somewhere in it, in its one spelling. */
  text: string
  skip: number
  take: number
}

/**
 * Versions of a project's packages whose names have a text in them, `take` at most from `skip` on, in the order of the names,
 * and the names of all versions of these packages. Four queries. Errors: those of `openProject`.
 */
export async function searchVersions(
  actor: Actor,
  name: PlaceName,
  search: Search,
): Promise<{ names: VersionNames[]; whole: PackageVersion[] }> {
  const { id: projectId } = await openProject(actor, 'read_packages', name)
  const page = await searchVersionNames({ projectId, ...search })
  const [names, whole] = await Promise.all([
    listVersionNames([...new Set(page.map(({ packageId }) => packageId))]),
    listVersionsById(page.map(({ id }) => id)),
  ])
  return { names, whole }
}
