import type { FoundIn } from '@/lib/data/found-packages'
import { decide } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PackagePlace } from '@/lib/domain/package-place'
import { notFoundText, refusalOf } from '@/lib/domain/refusal'
import { requireAbility } from '@/lib/services/access/open-project'

/**
 * Of what `find` finds in a place that which the actor may read now, at least one, in its order. Errors: as `openProject`;
 * `not_found` where there is none, alike for those that are hidden.
 */
export async function openFoundPackages<Found>(
  actor: Actor,
  place: PackagePlace,
  find: (userId: number | undefined) => Promise<FoundIn<Found>[]>,
): Promise<Found[]> {
  const rows = await find(actor.kind === 'user' ? actor.id : undefined)
  if (place.kind === 'project') requireAbility(actor, 'read_packages', rows[0]?.project)
  const decided = rows.map((row) => ({ ...row, decision: decide(actor, 'read_packages', row.project) }))
  const allowed = decided.flatMap(({ found, decision }) => (found && decision === 'allow' ? [found] : []))
  if (allowed.length > 0) return allowed
  const denied = decided.find(({ decision }) => decision === 'deny')
  if (denied) throw new DomainError('forbidden', refusalOf(actor, 'read_packages', 'deny', denied.project))
  // of a project the actor may read everything: there is no such package
  if (actor.kind === 'nobody' && place.kind !== 'project')
    throw new DomainError('unauthenticated', refusalOf(actor, 'read_packages', 'challenge'))
  throw new DomainError('not_found', place.kind === 'project' ? 'Package not found' : notFoundText)
}
