import { transaction } from '@/lib/data/client'
import { findPackageVersion } from '@/lib/data/package-versions'
import { holdPackage, putPackageTag } from '@/lib/data/packages'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import { openProject } from '@/lib/services/access/open-project'
import { refreshActor } from '@/lib/services/access/refresh-actor'
import type { VersionName } from './delete-package-version'

/** Lets a tag lead to this version from now on. Errors: those of `refreshActor` and `openProject`; `not_found`. */
export async function tagPackageVersion(
  actor: Actor,
  projectName: PlaceName,
  { type, nameKey, versionKey }: VersionName,
  tag: string,
): Promise<void> {
  await transaction(async (tx) => {
    const project = await openProject(await refreshActor(actor, tx), 'publish_package', projectName, tx)
    const { id: packageId } = await holdPackage(tx, { projectId: project.id, type, name: nameKey, nameKey })
    const version = await findPackageVersion(packageId, versionKey, tx)
    if (!version) throw new DomainError('not_found', 'Package not found')
    await putPackageTag(tx, packageId, tag, version.id)
  })
}
