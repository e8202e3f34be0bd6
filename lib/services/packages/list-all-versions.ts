import { type FoundPackage, listPackages, listPackageVersions } from '@/lib/data/packages'
import type { Actor } from '@/lib/domain/actor'
import type { PackageType, PackageVersion } from '@/lib/domain/package'
import { openProject } from '@/lib/services/access/open-project'
import { openFoundPackages } from './open-found-packages'
import type { PackagePlace } from './package-place'

/**
 * All versions of all packages of a type in a place, as far as the actor may read them now, the latest published first:
 * two or three queries. A project may have none; otherwise errors as `openPackages`.
 */
export async function listAllVersions(
  actor: Actor,
  place: PackagePlace,
  type: PackageType,
): Promise<PackageVersion[]> {
  return listPackageVersions((await packagesOf(actor, place, type)).map(({ id }) => id))
}

async function packagesOf(actor: Actor, place: PackagePlace, type: PackageType): Promise<FoundPackage[]> {
  if (place.kind !== 'project')
    return openFoundPackages(actor, place, (reach, userId) => listPackages(reach, type, userId))
  const project = await openProject(actor, 'read_packages', place.name)
  return listPackages({ projectId: project.id }, type, undefined)
}
