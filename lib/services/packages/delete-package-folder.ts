import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { deletePackageFiles } from '@/lib/data/package-files'
import { deletePackageVersion, findPackageVersion } from '@/lib/data/package-versions'
import { holdPackage } from '@/lib/data/packages'
import type { Actor } from '@/lib/domain/actor'
import { doerOf } from '@/lib/domain/audit-event'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import { openProject } from '@/lib/services/access/open-project'
import { refreshActor } from '@/lib/services/access/refresh-actor'
import type { VersionName } from './delete-package-version'

/**
 * Deletes the files of a version that lie in a folder, at any depth, and the version with its last ones; their bytes follow
 * when nothing else has them. Errors: those of `refreshActor` and `openProject`; `not_found` for no such files.
 */
export async function deletePackageFolder(
  actor: Actor,
  address: string,
  projectName: PlaceName,
  { type, nameKey, versionKey, folder }: VersionName & { folder: string },
): Promise<void> {
  await transaction(async (tx) => {
    const now = await refreshActor(actor, tx)
    const project = await openProject(now, 'delete_package', projectName, tx)
    const { id: packageId } = await holdPackage(tx, { projectId: project.id, type, name: nameKey, nameKey })
    const version = await findPackageVersion(packageId, versionKey, tx)
    const leaving = version?.files.filter(({ name }) => name.startsWith(folder)) ?? []
    if (!version || leaving.length === 0 || now.kind === 'nobody')
      throw new DomainError('not_found', 'Package not found')
    if (leaving.length === version.files.length) await deletePackageVersion(tx, packageId, version.id)
    else
      await deletePackageFiles(
        tx,
        leaving.map(({ id }) => id),
      )
    await insertAuditEvent(tx, {
      action: 'package_file_deleted',
      doer: doerOf(now, address),
      target: { type: 'package', id: version.id, name: `${version.name} ${version.version}` },
      place: project,
      before: { type, folder, files: leaving.length },
    })
  })
}
