import { findPackageOfEachProject, searchPackages as searchRows } from '@/lib/data/package-searches'
import { listVersionNames, listVersionsById, type VersionNames } from '@/lib/data/package-versions'
import type { Actor } from '@/lib/domain/actor'
import type { PackageType, PackageVersion } from '@/lib/domain/package'
import type { PackagePlace } from '@/lib/domain/package-place'
import { openProject } from '@/lib/services/access/open-project'
import { openFoundPackages } from './open-found-packages'

interface Search {
  type: PackageType
  /** What the name has somewhere in it, in its one spelling. */
  text: string
  withPrereleases: boolean
  /** How many names to pass over, and how many to give at most. */
  skip: number
  take: number
  /** Of the versions of a name, those of the package begun last first: those to be named, the last of them whole. */
  choose: (names: VersionNames[]) => VersionNames[]
}

export interface SearchFind {
  versions: VersionNames[]
  latest: PackageVersion
}

/**
 * The packages of a place that the actor may read now and whose names have a text in them: how many names, and those from
 * `skip` on, in their order. Six queries at most. A project may have none; otherwise errors as `openFoundPackages`.
 */
export async function searchPackages(
  actor: Actor,
  place: PackagePlace,
  { choose, ...search }: Search,
): Promise<{ total: number; found: SearchFind[] }> {
  const projectIds = await readableProjects(actor, place, search.type)
  const { total, packages } = await searchRows({ ...search, projectIds })
  const names = await listVersionNames(packages.map(({ id }) => id))
  const chosen = inGroups(packages, names).map(choose)
  const latest = await listVersionsById(chosen.flatMap((versions) => versions.at(-1)?.id ?? []))
  const wholes = new Map(latest.map((version) => [version.id, version]))
  const found = chosen.flatMap((versions) => {
    const whole = wholes.get(versions.at(-1)?.id ?? 0)
    return whole ? [{ versions, latest: whole }] : []
  })
  return { total, found }
}

async function readableProjects(actor: Actor, place: PackagePlace, type: PackageType): Promise<number[]> {
  if (place.kind === 'project') return [(await openProject(actor, 'read_packages', place.name)).id]
  const found = await openFoundPackages(actor, place, (userId) =>
    findPackageOfEachProject(place, type, userId),
  )
  return found.map(({ project }) => project.id)
}

/** The versions under each name, in the order of the names. */
function inGroups(packages: readonly { id: number; nameKey: string }[], names: readonly VersionNames[]) {
  const keys = new Map(packages.map(({ id, nameKey }) => [id, nameKey]))
  const groups = new Map<string, VersionNames[]>(packages.map(({ nameKey }) => [nameKey, []]))
  for (const one of names) groups.get(keys.get(one.packageId) ?? '')?.push(one)
  return [...groups.values()]
}
