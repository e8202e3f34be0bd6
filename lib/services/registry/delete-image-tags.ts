import { insertAuditEvents } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { lockContainerRepository } from '@/lib/data/container-repositories'
import type { UserActor } from '@/lib/domain/actor'
import { refreshActor } from '@/lib/services/access/refresh-actor'
import { auditOf } from './audit-of'
import { type ImageRepositoryName, openImageRepository } from './open-image-repository'
import { removeTags } from './remove-images'

interface Deletion {
  repository: ImageRepositoryName
  tags: readonly string[]
  address: string
}

/**
 * Takes tags away from their images, which stay, and gives the names of those that were there: of two who delete one at
 * once, one does it. Errors: those of `openImageRepository`, `refreshActor` and `removeTags`.
 */
export async function deleteImageTags(actor: UserActor, deletion: Deletion): Promise<string[]> {
  const { repository, tags, address } = deletion
  return transaction(async (tx) => {
    const opened = await openImageRepository(await refreshActor(actor, tx), 'delete_image', repository, tx)
    const { id: repositoryId, name } = opened.repository
    const image = { project: opened.project, name }
    await lockContainerRepository(tx, image.project.id, name)
    const deleted = await removeTags(tx, opened, tags)
    const events = deleted.map(({ name: tag, digest }) => {
      const happening = { actor, address, image, repositoryId, before: { tag, digest } }
      return auditOf('container_tag_deleted', happening)
    })
    await insertAuditEvents(tx, events)
    return deleted.map(({ name }) => name)
  })
}
