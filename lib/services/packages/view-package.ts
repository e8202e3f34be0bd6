import { findFilePage, listOtherVersions } from '@/lib/data/package-listings'
import type { Actor } from '@/lib/domain/actor'
import type { ListedPackage, OtherVersion } from '@/lib/domain/listed-package'
import type { PackageFile } from '@/lib/domain/package'
import type { Page, PageWish } from '@/lib/domain/page'
import type { Project } from '@/lib/domain/project'
import { type ListedPackageName, openListedPackage } from './open-listed-package'

interface Wish {
  files: PageWish
  /** At most so many other versions are told of. */
  versionsMax: number
}

interface ViewedPackage {
  project: Project
  listed: ListedPackage
  files: Page<PackageFile>
  /** The latest published first. */
  otherVersions: OtherVersion[]
}

/**
 * A version with one page of its files, and other versions of the same package; undefined where the project has none of this
 * number. Errors: those of `openListedPackage`.
 */
export async function viewPackage(
  actor: Actor,
  name: ListedPackageName,
  { files: page, versionsMax }: Wish,
): Promise<ViewedPackage | undefined> {
  const { project, listed } = await openListedPackage(actor, 'read_packages', name)
  if (!listed) return undefined
  const [files, otherVersions] = await Promise.all([
    findFilePage(listed.id, page),
    listOtherVersions(listed, versionsMax),
  ])
  return { project, listed, files, otherVersions }
}
