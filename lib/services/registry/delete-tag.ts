import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { lockContainerRepository } from '@/lib/data/container-repositories'
import { deleteTag as deleteRow } from '@/lib/data/container-tags'
import type { UserActor } from '@/lib/domain/actor'
import { RegistryError } from '@/lib/domain/registry-error'
import { auditOf } from './audit-of'
import { openImage } from './open-image'

interface Deletion {
  imageName: string
  tag: string
  address: string
}

/**
 * Takes a tag away from an image, and nothing but the tag. Errors: those of `openImage`; `NAME_UNKNOWN`,
 * `MANIFEST_UNKNOWN`.
 */
export async function deleteTag(actor: UserActor, { imageName, tag, address }: Deletion): Promise<void> {
  await transaction(async (tx) => {
    const image = await openImage(actor, 'delete_image', imageName, tx)
    const repositoryId = await lockContainerRepository(tx, image.project.id, image.name)
    if (repositoryId === undefined) throw new RegistryError('NAME_UNKNOWN')
    const digest = await deleteRow(tx, repositoryId, tag)
    if (!digest) throw new RegistryError('MANIFEST_UNKNOWN')
    const happening = { actor, address, image, repositoryId, before: { tag, digest } }
    await insertAuditEvent(tx, auditOf('container_tag_deleted', happening))
  })
}
