import type { UserActor } from '@/lib/domain/actor'
import { type AuditFacts, doerOf, type NewAuditEvent } from '@/lib/domain/audit-event'
import type { Image } from './open-image'

interface Happening {
  actor: UserActor
  address: string
  image: Image
  repositoryId: number
  before: AuditFacts
}

/** The audit event of what was taken away from an image's repository, or of its own end. */
export function auditOf(
  action: 'container_tag_deleted' | 'container_manifest_deleted' | 'container_repository_deleted',
  { actor, address, image, repositoryId, before }: Happening,
): NewAuditEvent {
  const name = [image.project.fullPath, image.name].filter(Boolean).join('/')
  return {
    action,
    doer: doerOf(actor, address),
    target: { type: 'container_repository', id: repositoryId, name },
    place: image.project,
    before,
  }
}
