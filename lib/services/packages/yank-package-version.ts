import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { findPackageVersion, updateVersionMetadata } from '@/lib/data/package-versions'
import { holdPackage } from '@/lib/data/packages'
import type { Actor } from '@/lib/domain/actor'
import { doerOf } from '@/lib/domain/audit-event'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import { openProject } from '@/lib/services/access/open-project'
import { refreshActor } from '@/lib/services/access/refresh-actor'
import type { VersionName } from './delete-package-version'

/**
 * Says of a version that it should not be chosen any more, and why, or takes that back (undefined): its files stay for those
 * who have chosen it. Errors: those of `refreshActor` and `openProject`; `not_found`.
 */
export async function yankPackageVersion(
  actor: Actor,
  address: string,
  projectName: PlaceName,
  { type, nameKey, versionKey }: VersionName,
  reason: string | undefined,
): Promise<void> {
  await transaction(async (tx) => {
    const now = await refreshActor(actor, tx)
    const project = await openProject(now, 'delete_package', projectName, tx)
    const { id: packageId } = await holdPackage(tx, { projectId: project.id, type, name: nameKey, nameKey })
    const version = await findPackageVersion(packageId, versionKey, tx)
    if (!version || now.kind === 'nobody') throw new DomainError('not_found', 'Package not found')
    const { yanked: _, ...metadata } = version.metadata
    const changed = {
      ...metadata,
      ...(reason !== undefined && { yanked: reason }),
    }
    await updateVersionMetadata(tx, [{ id: version.id, metadata: changed }])
    await insertAuditEvent(tx, {
      action: reason === undefined ? 'package_unyanked' : 'package_yanked',
      doer: doerOf(now, address),
      target: { type: 'package', id: version.id, name: `${version.name} ${version.version}` },
      place: project,
      ...(reason && { after: { reason } }),
    })
  })
}
