import { z } from 'zod'

/** Everything that is written down when it happens, in the words of the log's own page. */
export const auditActions = {
  deploy_token_created: 'Created deploy token',
  deploy_token_revoked: 'Revoked deploy token',
  deploy_token_deleted: 'Deleted deploy token',
  personal_access_token_created: 'Created personal access token',
  personal_access_token_revoked: 'Revoked personal access token',
  personal_access_token_rotated: 'Rotated personal access token',
  group_created: 'Created group',
  group_updated: 'Changed group',
  group_transferred: 'Transferred group',
  group_archived: 'Archived group',
  group_unarchived: 'Unarchived group',
  group_deleted: 'Deleted group',
  project_created: 'Created project',
  project_updated: 'Changed project',
  project_transferred: 'Transferred project',
  project_archived: 'Archived project',
  project_unarchived: 'Unarchived project',
  project_deleted: 'Deleted project',
  member_added: 'Added member',
  member_updated: 'Changed member',
  member_removed: 'Removed member',
  user_created: 'Created user',
  user_signed_up: 'Signed up',
  user_updated: 'Changed user',
  user_blocked: 'Blocked user',
  user_unblocked: 'Unblocked user',
  user_deleted: 'Deleted user',
  password_changed: 'Changed password',
  password_reset: 'Reset password',
  container_tag_deleted: 'Deleted container image tag',
  container_manifest_deleted: 'Deleted container image',
  container_repository_deleted: 'Deleted container repository',
  package_deleted: 'Deleted package',
  package_yanked: 'Yanked package',
  package_unyanked: 'Took back that package was yanked',
  package_tag_deleted: 'Deleted package tag',
  package_file_deleted: 'Deleted package file',
  session_ended: 'Ended session',
  instance_settings_updated: 'Changed instance settings',
} as const satisfies Record<string, string>

export type AuditAction = keyof typeof auditActions
export const auditActionNames = Object.keys(auditActions) as [AuditAction, ...AuditAction[]]

export const auditTargetTypes = [
  'deploy_token',
  'personal_access_token',
  'package',
  'group',
  'project',
  'container_repository',
  'user',
  'session',
  'instance',
] as const
export type AuditTargetType = (typeof auditTargetTypes)[number]

/** Plain facts by name: what a thing was before a change, or is after it. Never a secret. */
export type AuditFacts = Record<string, string | number | boolean | null | readonly (string | number)[]>

/** Who did something, and from where: an address, or 'console' for the start-up itself. */
export interface Doer {
  id: number | null
  username: string
  address: string
}

/** The doer of an act that a person asks for, or a deploy token, which has no number among people. */
export function doerOf(
  actor: { id: number; username: string; kind?: 'user' | 'deploy-token' },
  address: string,
): Doer {
  return { id: actor.kind === 'deploy-token' ? null : actor.id, username: actor.username, address }
}

export interface NewAuditEvent {
  action: AuditAction
  doer: Doer
  target: { type: AuditTargetType; id: number; name: string }
  /** The project or group in which it happened, with the groups above it, as they are then; none for the instance. */
  place?: {
    kind: 'project' | 'group'
    id: number
    fullPath: string
    /** As in `Resource`. */
    traversalIds: readonly number[]
  }
  before?: AuditFacts
  after?: AuditFacts
}

/** What differs between a thing before and after a change, for the log; undefined where nothing does. */
export function differenceOf<Facts extends AuditFacts>(
  before: Facts,
  after: Facts,
): { before: AuditFacts; after: AuditFacts } | undefined {
  const names = Object.keys(after).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  )
  const pick = (facts: AuditFacts) => Object.fromEntries(names.map((name) => [name, facts[name] ?? null]))
  return names.length > 0 ? { before: pick(before), after: pick(after) } : undefined
}
/** What was written down, as it is read again. */
export interface AuditEvent {
  id: number
  at: Date
  /** An `AuditAction`, or one of a version that this one does not know. */
  action: string
  author: { id: number | null; username: string }
  address: string
  target: { type: string; id: number; name: string }
  /** Full path of the project or group then; '' for the instance. */
  placePath: string
  before: AuditFacts | null
  after: AuditFacts | null
  /** SHA-256 over this event and the one before it, in hexadecimal. */
  hash: string
}

// PostgreSQL's text holds no NUL
const part = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .refine((text) => !text.includes('\0'))
// PostgreSQL has no year 0
const day = z.iso.date().refine((text) => text >= '0001-01-01')
const eventId = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)

/** What events are asked for, in the names of the URL; anything that is not understood is not asked for. */
export const auditFilter = z.object({
  action: z.enum(auditActionNames).optional().catch(undefined),
  /** A user name as it was then, in any case. */
  author: part.optional().catch(undefined),
  target_type: z.enum(auditTargetTypes).optional().catch(undefined),
  /** Part of the target's name, in any case. */
  target: part.optional().catch(undefined),
  /** Days in UTC, both inclusive. */
  created_after: day.optional().catch(undefined),
  created_before: day.optional().catch(undefined),
})
export type AuditFilter = z.infer<typeof auditFilter>

/** A page of events: those right before or right after one of them, or the newest. */
export const auditQuery = auditFilter.extend({
  older_than: eventId.optional().catch(undefined),
  newer_than: eventId.optional().catch(undefined),
})
export type AuditQuery = z.infer<typeof auditQuery>

/** From when to when events are asked for, both inclusive. */
export interface AuditSpan {
  after?: Date
  before?: Date
}

export const auditEventsPerPage = 20
