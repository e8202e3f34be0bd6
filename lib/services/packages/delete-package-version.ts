import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { deletePackageVersion as deleteRows, findPackageVersion } from '@/lib/data/package-versions'
import { holdPackage } from '@/lib/data/packages'
import type { Actor } from '@/lib/domain/actor'
import { doerOf } from '@/lib/domain/audit-event'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import type { PackageType } from '@/lib/domain/package'
import { openProject } from '@/lib/services/access/open-project'
import { refreshActor } from '@/lib/services/access/refresh-actor'

/** A version by the names under which its format knows it. */
export interface VersionName {
  type: PackageType
  nameKey: string
  versionKey: string
}

/**
 * Deletes a version with its files, and its package with the last one; its bytes follow when nothing else has them.
 * Errors: those of `refreshActor` and `openProject`; `not_found`.
 */
export async function deletePackageVersion(
  actor: Actor,
  address: string,
  projectName: PlaceName,
  { type, nameKey, versionKey }: VersionName,
): Promise<void> {
  await transaction(async (tx) => {
    const now = await refreshActor(actor, tx)
    const project = await openProject(now, 'delete_package', projectName, tx)
    const { id: packageId } = await holdPackage(tx, { projectId: project.id, type, name: nameKey, nameKey })
    const version = await findPackageVersion(packageId, versionKey, tx)
    if (!version || now.kind === 'nobody') throw new DomainError('not_found', 'Package not found')
    await deleteRows(tx, packageId, version.id)
    await insertAuditEvent(tx, {
      action: 'package_deleted',
      doer: doerOf(now, address),
      target: { type: 'package', id: version.id, name: `${version.name} ${version.version}` },
      place: project,
      before: { type, files: version.files.length },
    })
  })
}
