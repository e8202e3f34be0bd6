import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { deletePackageTag as deleteRow, holdPackage } from '@/lib/data/packages'
import type { Actor } from '@/lib/domain/actor'
import { doerOf } from '@/lib/domain/audit-event'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import type { PackageType } from '@/lib/domain/package'
import { openProject } from '@/lib/services/access/open-project'
import { refreshActor } from '@/lib/services/access/refresh-actor'

/** Takes a tag away, and nothing it led to. Errors: those of `refreshActor` and `openProject`; `not_found`. */
export async function deletePackageTag(
  actor: Actor,
  address: string,
  projectName: PlaceName,
  { type, nameKey, tag }: { type: PackageType; nameKey: string; tag: string },
): Promise<void> {
  await transaction(async (tx) => {
    const now = await refreshActor(actor, tx)
    const project = await openProject(now, 'delete_package', projectName, tx)
    const { id: packageId } = await holdPackage(tx, { projectId: project.id, type, name: nameKey, nameKey })
    const wasThere = await deleteRow(tx, packageId, tag)
    if (!wasThere || now.kind === 'nobody') throw new DomainError('not_found', 'Tag not found')
    await insertAuditEvent(tx, {
      action: 'package_tag_deleted',
      doer: doerOf(now, address),
      target: { type: 'package', id: packageId, name: `${nameKey} ${tag}` },
      place: project,
      before: { type },
    })
  })
}
