import { findFilePage } from '@/lib/data/package-listings'
import type { Actor } from '@/lib/domain/actor'
import type { PackageFile } from '@/lib/domain/package'
import type { Page, PageWish } from '@/lib/domain/page'
import { type ListedPackageName, openListedPackage } from './open-listed-package'

/**
 * One page of the files of a version; undefined where the project has none of this number. Errors: those of
 * `openListedPackage`.
 */
export async function listPackageFiles(
  actor: Actor,
  name: ListedPackageName,
  page: PageWish,
): Promise<Page<PackageFile> | undefined> {
  const { listed } = await openListedPackage(actor, 'read_packages', name)
  return listed && findFilePage(listed.id, page)
}
