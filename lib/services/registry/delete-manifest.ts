import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { deleteManifest as deleteRow } from '@/lib/data/container-manifests'
import { lockContainerRepository } from '@/lib/data/container-repositories'
import type { UserActor } from '@/lib/domain/actor'
import type { Digest } from '@/lib/domain/digest'
import { RegistryError } from '@/lib/domain/registry-error'
import { auditOf } from './audit-of'
import { openImage } from './open-image'

interface Deletion {
  imageName: string
  digest: Digest
  address: string
}

/**
 * Takes a manifest away from an image, with all tags that name it; what refers to it stays. Errors: those of
 * `openImage`; `NAME_UNKNOWN`, `MANIFEST_UNKNOWN`.
 */
export async function deleteManifest(
  actor: UserActor,
  { imageName, digest, address }: Deletion,
): Promise<void> {
  await transaction(async (tx) => {
    const image = await openImage(actor, 'delete_image', imageName, tx)
    const repositoryId = await lockContainerRepository(tx, image.project.id, image.name)
    if (repositoryId === undefined) throw new RegistryError('NAME_UNKNOWN')
    const tags = await deleteRow(tx, repositoryId, digest)
    if (!tags) throw new RegistryError('MANIFEST_UNKNOWN')
    const happening = { actor, address, image, repositoryId, before: { digest, tags } }
    await insertAuditEvent(tx, auditOf('container_manifest_deleted', happening))
  })
}
