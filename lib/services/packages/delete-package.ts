import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { listPackageVersions } from '@/lib/data/package-versions'
import { deletePackage as deleteRows, holdPackage } from '@/lib/data/packages'
import type { Actor } from '@/lib/domain/actor'
import { doerOf } from '@/lib/domain/audit-event'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import type { PackageType } from '@/lib/domain/package'
import { openProject } from '@/lib/services/access/open-project'
import { refreshActor } from '@/lib/services/access/refresh-actor'

/**
 * Deletes a package with all its versions; their bytes follow when nothing else has them. Errors: those of `refreshActor`
 * and `openProject`; `not_found`.
 */
export async function deletePackage(
  actor: Actor,
  address: string,
  projectName: PlaceName,
  { type, nameKey }: { type: PackageType; nameKey: string },
): Promise<void> {
  await transaction(async (tx) => {
    const now = await refreshActor(actor, tx)
    const project = await openProject(now, 'delete_package', projectName, tx)
    const { id: packageId } = await holdPackage(tx, { projectId: project.id, type, name: nameKey, nameKey })
    const versions = await listPackageVersions([packageId], tx)
    const [latest] = versions
    if (!latest || now.kind === 'nobody') throw new DomainError('not_found', 'Package not found')
    await deleteRows(tx, packageId)
    await insertAuditEvent(tx, {
      action: 'package_deleted',
      doer: doerOf(now, address),
      target: { type: 'package', id: packageId, name: latest.name },
      place: project,
      before: { type, versions: versions.length },
    })
  })
}
