import { z } from '@hono/zod-openapi'
import type { AuditEvent } from '@/lib/domain/audit-event'
import { presentAuditEvent as inWords } from '@/lib/domain/audit-view'
import type { Holder } from '@/lib/domain/holder'
import { instant } from './instant'

const fact = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string(), z.number()])).readonly(),
])
const facts = z.record(z.string(), fact).nullable()

/** An audit event as GitLab's API shows it; what was before and after, with the hash, is what GitLab does not say. */
export const auditEventView = z
  .object({
    id: z.int(),
    author_id: z.int(),
    entity_id: z.int(),
    entity_type: z.string(),
    event_name: z.string(),
    details: z.object({
      custom_message: z.string(),
      author_name: z.string(),
      target_id: z.int(),
      target_type: z.string(),
      target_details: z.string(),
      ip_address: z.string(),
      entity_path: z.string(),
      event_name: z.string(),
      before: facts,
      after: facts,
    }),
    created_at: instant,
    hash: z.string(),
  })
  .openapi('AuditEvent')

/** GitLab's author of what nobody signed in did; here the start-up itself. */
const nobodyId = -1

interface Shown {
  event: AuditEvent
  entity: Holder | null
}

export function presentAuditEvent({ event, entity }: Shown): z.infer<typeof auditEventView> {
  const { id, at, action, author, target, address, before, after, hash } = event
  const { entity_id, entity_type, entity_path } = entityOf(event, entity)
  return {
    id,
    author_id: author.id ?? nobodyId,
    entity_id,
    entity_type,
    event_name: action,
    details: {
      custom_message: inWords(event).action,
      author_name: author.username,
      target_id: target.id,
      target_type: classOf(target.type),
      target_details: target.name,
      ip_address: address,
      entity_path,
      event_name: action,
      before,
      after,
    },
    created_at: at.toISOString(),
    hash,
  }
}

/** In GitLab's words: a project, a group, a user, or the instance, of which there is one. */
function entityOf({ target, placePath }: AuditEvent, entity: Holder | null) {
  if (entity) return { entity_id: entity.id, entity_type: classOf(entity.kind), entity_path: placePath }
  if (target.type === 'user') return { entity_id: target.id, entity_type: 'User', entity_path: target.name }
  return { entity_id: 1, entity_type: 'Gitlab::Audit::InstanceScope', entity_path: 'gitlab_instance' }
}

/** `deploy_token` is GitLab's class `DeployToken`. */
function classOf(word: string): string {
  return word.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
