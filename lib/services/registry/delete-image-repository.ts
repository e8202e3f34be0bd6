import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import type { UserActor } from '@/lib/domain/actor'
import { RegistryError } from '@/lib/domain/registry-error'
import { refreshActor } from '@/lib/services/access/refresh-actor'
import { auditOf } from './audit-of'
import { type ImageRepositoryName, openImageRepository } from './open-image-repository'
import { removeRepository } from './remove-images'

interface Deletion {
  repository: ImageRepositoryName
  address: string
}

/**
 * Deletes an image repository with all its tags and images, for good; the next push of its name begins another. Errors:
 * those of `openImageRepository`, `refreshActor` and `removeRepository`.
 */
export async function deleteImageRepository(actor: UserActor, deletion: Deletion): Promise<void> {
  const { repository, address } = deletion
  await transaction(async (tx) => {
    const opened = await openImageRepository(await refreshActor(actor, tx), 'delete_image', repository, tx)
    if (!(await removeRepository(tx, opened))) throw new RegistryError('NAME_UNKNOWN')
    const { id: repositoryId, name, tagCount: tags, size } = opened.repository
    const image = { project: opened.project, name }
    const happening = { actor, address, image, repositoryId, before: { name, tags, size } }
    await insertAuditEvent(tx, auditOf('container_repository_deleted', happening))
  })
}
