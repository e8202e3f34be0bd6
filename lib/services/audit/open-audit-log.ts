import type { Actor } from '@/lib/domain/actor'
import type { HolderKind, HolderName } from '@/lib/domain/holder'
import type { Group, Project } from '@/lib/domain/project'
import { openHolder } from '@/lib/services/access/open-project'
import { requireAdministrator } from '@/lib/services/access/require-administrator'

/** Whose log is asked for: a project's, a group's, or (undefined) the instance's. */
export type NamedLog = { kind: HolderKind; fullPath: string } | undefined

/**
 * The project or group whose log this actor may read now, or undefined for the instance's, which administrators may.
 * Errors: those of `openHolder` and of `requireAdministrator`.
 */
export async function openAuditLog(
  actor: Actor,
  named: HolderName | undefined,
): Promise<Project | Group | undefined> {
  if (named) return openHolder(actor, 'read_audit_events', named)
  requireAdministrator(actor, 'read')
}
