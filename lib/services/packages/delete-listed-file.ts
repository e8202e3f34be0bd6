import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { deletePackageFiles } from '@/lib/data/package-files'
import { findFileOfProject, holdPackageOfVersion } from '@/lib/data/package-listings'
import { deletePackageVersion } from '@/lib/data/package-versions'
import type { UserActor } from '@/lib/domain/actor'
import { doerOf } from '@/lib/domain/audit-event'
import { isId } from '@/lib/domain/holder'
import { refreshActor } from '@/lib/services/access/refresh-actor'
import { type ListedPackageName, openListedPackage } from './open-listed-package'

interface FileDeletion {
  package: ListedPackageName
  fileId: number
  address: string
}

/**
 * Deletes one file of a version, and the version with its last one, as nothing is published without; false where there is
 * none. Errors: those of `refreshActor` and `openListedPackage`.
 */
export async function deleteListedFile(actor: UserActor, deletion: FileDeletion): Promise<boolean> {
  const { package: name, fileId, address } = deletion
  return transaction(async (tx) => {
    const now = await refreshActor(actor, tx)
    if (isId(name.id)) await holdPackageOfVersion(tx, name.id)
    const { project, listed } = await openListedPackage(now, 'delete_package', name, tx)
    const file = isId(fileId) ? await findFileOfProject(project.id, fileId, tx) : undefined
    if (!listed || file?.versionId !== listed.id) return false
    if (listed.fileCount === 1) await deletePackageVersion(tx, listed.packageId, listed.id)
    else await deletePackageFiles(tx, [fileId])
    await insertAuditEvent(tx, {
      action: 'package_file_deleted',
      doer: doerOf(actor, address),
      target: { type: 'package', id: listed.id, name: `${listed.name} ${listed.version}` },
      place: project,
      before: { type: listed.type, file: file.name },
    })
    return true
  })
}
