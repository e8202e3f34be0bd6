import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { holdPackageOfVersion } from '@/lib/data/package-listings'
import { deletePackageVersion } from '@/lib/data/package-versions'
import type { UserActor } from '@/lib/domain/actor'
import { doerOf } from '@/lib/domain/audit-event'
import { isId } from '@/lib/domain/holder'
import { refreshActor } from '@/lib/services/access/refresh-actor'
import { type ListedPackageName, openListedPackage } from './open-listed-package'

/**
 * Deletes the version of this number with its files, and its package with the last one; false where the project has none.
 * Errors: those of `refreshActor` and `openListedPackage`.
 */
export async function deleteListedPackage(
  actor: UserActor,
  name: ListedPackageName,
  address: string,
): Promise<boolean> {
  return transaction(async (tx) => {
    const now = await refreshActor(actor, tx)
    if (isId(name.id)) await holdPackageOfVersion(tx, name.id)
    const { project, listed } = await openListedPackage(now, 'delete_package', name, tx)
    if (!listed) return false
    await deletePackageVersion(tx, listed.packageId, listed.id)
    await insertAuditEvent(tx, {
      action: 'package_deleted',
      doer: doerOf(actor, address),
      target: { type: 'package', id: listed.id, name: `${listed.name} ${listed.version}` },
      place: project,
      before: { type: listed.type, files: listed.fileCount },
    })
    return true
  })
}
