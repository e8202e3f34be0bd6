import { type FoundPackage, listPackages } from '@/lib/data/found-packages'
import type { Actor } from '@/lib/domain/actor'
import type { PackageType } from '@/lib/domain/package'
import type { PackagePlace } from '@/lib/domain/package-place'
import { openProject } from '@/lib/services/access/open-project'
import { openFoundPackages } from './open-found-packages'

/** All packages of a type in a place that the actor may read now. A project may have none; otherwise errors as `openPackages`. */
export async function openAllPackages(
  actor: Actor,
  place: PackagePlace,
  type: PackageType,
): Promise<FoundPackage[]> {
  if (place.kind !== 'project')
    return openFoundPackages(actor, place, (userId) => listPackages(place, type, userId))
  const project = await openProject(actor, 'read_packages', place.name)
  const rows = await listPackages({ kind: 'project', name: { id: project.id } }, type, undefined)
  return rows.flatMap(({ found }) => found ?? [])
}
