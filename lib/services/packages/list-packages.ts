import { findListedPackagePage } from '@/lib/data/package-listings'
import type { Actor } from '@/lib/domain/actor'
import type { HolderName } from '@/lib/domain/holder'
import type { ListedPackage } from '@/lib/domain/listed-package'
import type { PackageSearch } from '@/lib/domain/package-list'
import type { Page, PageWish } from '@/lib/domain/page'
import type { Group, Project } from '@/lib/domain/project'
import { openHolder } from '@/lib/services/access/open-project'

interface Asked extends PageWish {
  holder: HolderName
  search: PackageSearch
}

/**
 * One page of the versions of all packages of a project, or of everything below a group whose packages the actor may read:
 * one query once the place is open. Errors: those of `openHolder`.
 */
export async function listPackages(
  actor: Actor,
  { holder, search, page, perPage }: Asked,
): Promise<Page<ListedPackage> & { place: Project | Group }> {
  const place = await openHolder(actor, 'read_packages', holder)
  const viewer = actor.kind === 'user' ? actor : undefined
  return { place, ...(await findListedPackagePage(place, viewer, search, { page, perPage })) }
}
