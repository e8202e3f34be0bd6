import type { Connection } from '@/lib/data/client'
import { findGroup } from '@/lib/data/groups'
import { findProject, findProjectById } from '@/lib/data/projects'
import { type Ability, decide } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import { DomainError, type ErrorCode } from '@/lib/domain/error'
import type { HolderKind } from '@/lib/domain/holder'
import { isFullPath } from '@/lib/domain/namespace'
import type { Group, Project } from '@/lib/domain/project'
import { refusalOf } from '@/lib/domain/refusal'

const codes = {
  challenge: 'unauthenticated',
  hide: 'not_found',
  deny: 'forbidden',
} as const satisfies Record<string, ErrorCode>

/**
 * The project at this full path, for an actor who may do this there now. Errors: `unauthenticated` for nobody,
 * `not_found` alike for what is missing and what is hidden, `forbidden` for what is seen but not allowed.
 * In a transaction it is read there: what is then decided holds until the end under `lockTree`.
 */
export function openProject(
  actor: Actor,
  ability: Ability,
  fullPath: string,
  connection?: Connection,
): Promise<Project> {
  return open(actor, ability, fullPath, findProject, connection)
}

/** The project of this number, wherever it stands by now, as `openProject`. */
export async function openProjectById(actor: Actor, ability: Ability, id: number): Promise<Project> {
  return admit(actor, ability, await findProjectById(id, userIdOf(actor)))
}

/** The group at this full path, as `openProject`. */
export function openGroup(
  actor: Actor,
  ability: Ability,
  fullPath: string,
  connection?: Connection,
): Promise<Group> {
  return open(actor, ability, fullPath, findGroup, connection)
}

/** The project or group that holds tokens at this full path, as `openProject`. */
export function openHolder(
  actor: Actor,
  ability: Ability,
  holder: { kind: HolderKind; fullPath: string },
  connection?: Connection,
): Promise<Project | Group> {
  return holder.kind === 'project'
    ? openProject(actor, ability, holder.fullPath, connection)
    : openGroup(actor, ability, holder.fullPath, connection)
}

/** The project or group at this full path, whichever it is, for an actor who may look at it. Errors: as `openProject`. */
export function openPlace(actor: Actor, fullPath: string): Promise<Project | Group> {
  return open<Project | Group>(actor, 'read_project', fullPath, async (...where) => {
    const [project, group] = await Promise.all([findProject(...where), findGroup(...where)])
    return project ?? group
  })
}

async function open<Found extends Project | Group>(
  actor: Actor,
  ability: Ability,
  fullPath: string,
  find: (fullPath: string, userId: number | undefined, connection?: Connection) => Promise<Found | undefined>,
  connection?: Connection,
): Promise<Found> {
  const found = isFullPath(fullPath) ? await find(fullPath, userIdOf(actor), connection) : undefined
  return admit(actor, ability, found)
}

/** What was found, for whom `decide` lets in. Errors: as `openProject`. */
function admit<Found extends Project | Group>(
  actor: Actor,
  ability: Ability,
  found: Found | undefined,
): Found {
  const decision = decide(actor, ability, found)
  if (decision === 'allow' && found) return found
  const refused = decision === 'allow' ? 'hide' : decision
  throw new DomainError(codes[refused], refusalOf(actor, ability, refused, found))
}

function userIdOf(actor: Actor): number | undefined {
  return actor.kind === 'user' ? actor.id : undefined
}
