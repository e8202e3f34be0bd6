import type { Connection } from '@/lib/data/client'
import { findGroup, findGroupById } from '@/lib/data/groups'
import { findProject, findProjectById } from '@/lib/data/projects'
import { type Ability, decide } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import { DomainError, type ErrorCode } from '@/lib/domain/error'
import { type HolderName, isId, type PlaceName } from '@/lib/domain/holder'
import { isFullPath } from '@/lib/domain/namespace'
import type { Group, Project } from '@/lib/domain/project'
import { refusalOf } from '@/lib/domain/refusal'

const codes = {
  challenge: 'unauthenticated',
  hide: 'not_found',
  deny: 'forbidden',
} as const satisfies Record<string, ErrorCode>

/**
 * The project at this full path or of this number, for an actor who may do this there now. Errors: `unauthenticated` for nobody,
 * `not_found` alike for what is missing and what is hidden, `forbidden` for what is seen but not allowed.
 * In a transaction it is read there: what is then decided holds until the end under `lockTree`.
 */
export function openProject(
  actor: Actor,
  ability: Ability,
  place: PlaceName,
  connection?: Connection,
): Promise<Project> {
  return open(actor, ability, place, { byPath: findProject, byId: findProjectById }, connection)
}

/** The group at this full path or of this number, as `openProject`. */
export function openGroup(
  actor: Actor,
  ability: Ability,
  place: PlaceName,
  connection?: Connection,
): Promise<Group> {
  return open(actor, ability, place, { byPath: findGroup, byId: findGroupById }, connection)
}

/** The project or group that holds tokens, by full path or number, as `openProject`. */
export function openHolder(
  actor: Actor,
  ability: Ability,
  holder: HolderName,
  connection?: Connection,
): Promise<Project | Group> {
  const place = 'fullPath' in holder ? holder.fullPath : { id: holder.id }
  return holder.kind === 'project'
    ? openProject(actor, ability, place, connection)
    : openGroup(actor, ability, place, connection)
}

/** The project or group at this full path, whichever it is, for an actor who may look at it. Errors: as `openProject`. */
export function openPlace(actor: Actor, fullPath: string): Promise<Project | Group> {
  return open<Project | Group>(actor, 'read_project', fullPath, {
    byPath: async (...where) => {
      const [project, group] = await Promise.all([findProject(...where), findGroup(...where)])
      return project ?? group
    },
  })
}

type Find<Key, Found> = (
  key: Key,
  userId: number | undefined,
  connection?: Connection,
) => Promise<Found | undefined>

interface Finders<Found> {
  byPath: Find<string, Found>
  byId?: Find<number, Found>
}

async function open<Found extends Project | Group>(
  actor: Actor,
  ability: Ability,
  place: PlaceName,
  finders: Finders<Found>,
  connection?: Connection,
): Promise<Found> {
  const userId = actor.kind === 'user' ? actor.id : undefined
  return requireAbility(actor, ability, await findNamed(place, finders, userId, connection))
}

/** What was found, or not, for an actor who may do this there. Errors: those of `openProject`. */
export function requireAbility<Found extends Project | Group>(
  actor: Actor,
  ability: Ability,
  found: Found | undefined,
): Found {
  const decision = decide(actor, ability, found)
  if (decision === 'allow' && found) return found
  const refused = decision === 'allow' ? 'hide' : decision
  throw new DomainError(codes[refused], refusalOf(actor, ability, refused, found))
}

/** What is at this path or of this number. What cannot be one of ours is not looked up: there is no such thing. */
async function findNamed<Found>(
  place: PlaceName,
  { byPath, byId }: Finders<Found>,
  userId: number | undefined,
  connection?: Connection,
): Promise<Found | undefined> {
  if (typeof place === 'string') return isFullPath(place) ? byPath(place, userId, connection) : undefined
  return isId(place.id) ? byId?.(place.id, userId, connection) : undefined
}
