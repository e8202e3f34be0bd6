import { findGroup, findGroupById } from '@/lib/data/groups'
import type { FoundPackage, PackageReach } from '@/lib/data/packages'
import { decide } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { notFoundText, refusalOf } from '@/lib/domain/refusal'
import { findNamed, openProject } from '@/lib/services/access/open-project'
import type { PackagePlace } from './package-place'

/**
 * Those packages that `find` finds in a place and the actor may read now, at least one, in its order. Errors: as
 * `openProject`; `not_found` where there is none, alike for those that are hidden.
 */
export async function openFoundPackages(
  actor: Actor,
  place: PackagePlace,
  find: (reach: PackageReach, userId: number | undefined) => Promise<FoundPackage[]>,
): Promise<FoundPackage[]> {
  const reach = await reachOf(actor, place)
  const found = reach === undefined ? [] : await find(reach, userIdOf(actor))
  const decided = found.map((one) => ({ one, decision: decide(actor, 'read_packages', one.project) }))
  const allowed = decided.filter(({ decision }) => decision === 'allow').map(({ one }) => one)
  if (allowed.length > 0) return allowed
  const denied = decided.find(({ decision }) => decision === 'deny')
  if (denied)
    throw new DomainError('forbidden', refusalOf(actor, 'read_packages', 'deny', denied.one.project))
  // of a project the actor may read everything: there is no such package
  if (actor.kind === 'nobody' && place.kind !== 'project')
    throw new DomainError('unauthenticated', refusalOf(actor, 'read_packages', 'challenge'))
  throw new DomainError('not_found', place.kind === 'project' ? 'Package not found' : notFoundText)
}

/** How far a place reaches; undefined for a group that is not there. Errors: those of `openProject`. */
async function reachOf(actor: Actor, place: PackagePlace): Promise<PackageReach | undefined> {
  if (place.kind === 'instance') return 'instance'
  if (place.kind === 'project')
    return { projectId: (await openProject(actor, 'read_packages', place.name)).id }
  const group = await findNamed(place.name, { byPath: findGroup, byId: findGroupById }, userIdOf(actor))
  return group && { groupId: group.id }
}

function userIdOf(actor: Actor): number | undefined {
  return actor.kind === 'user' ? actor.id : undefined
}
