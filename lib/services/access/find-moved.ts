import { findMovedGroup } from '@/lib/data/groups'
import { findMovedProject } from '@/lib/data/projects'
import { type Ability, decide } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import { isFullPath } from '@/lib/domain/namespace'

/**
 * The full path, now, of the project that once had this one, for an actor who may do this there; undefined alike for
 * whoever may not and where none had it.
 */
export async function findMovedProjectPath(
  actor: Actor,
  ability: Ability,
  fullPath: string,
): Promise<string | undefined> {
  if (!isFullPath(fullPath)) return undefined
  const project = await findMovedProject(fullPath, userIdOf(actor))
  return project && decide(actor, ability, project) === 'allow' ? project.fullPath : undefined
}

/** As `findMovedProjectPath`, of the group, for an actor who may look at it. */
export async function findMovedGroupPath(actor: Actor, fullPath: string): Promise<string | undefined> {
  if (!isFullPath(fullPath)) return undefined
  const group = await findMovedGroup(fullPath, userIdOf(actor))
  return group && decide(actor, 'read_group', group) === 'allow' ? group.fullPath : undefined
}

/** As `findMovedProjectPath`, of the project or group, for an actor who may look at it. */
export async function findMovedPath(actor: Actor, fullPath: string): Promise<string | undefined> {
  if (!isFullPath(fullPath)) return undefined
  const [project, group] = await Promise.all([
    findMovedProject(fullPath, userIdOf(actor)),
    findMovedGroup(fullPath, userIdOf(actor)),
  ])
  const place = project ?? group
  return place && decide(actor, 'read_project', place) === 'allow' ? place.fullPath : undefined
}

function userIdOf(actor: Actor): number | undefined {
  return actor.kind === 'user' ? actor.id : undefined
}
