import type { PackageType } from '@/lib/domain/package'
import type { PackagePlace } from '@/lib/domain/package-place'
import { database, Prisma } from './client'
import { type FoundIn, type FoundPackage, isWithin, toFound } from './found-packages'
import type { VersionNames } from './package-versions'
import { type ProjectRow, projectColumns, projectTables } from './projects'

/** Of each project of a place that has packages of this format one of them, as `findPackages`. */
export async function findPackageOfEachProject(
  place: PackagePlace,
  type: PackageType,
  userId: number | undefined,
): Promise<FoundIn<FoundPackage>[]> {
  const rows = await database().$queryRaw<(ProjectRow & { packageId: number; packageName: string })[]>`
    SELECT DISTINCT ON (p.id) k.id AS "packageId", k.name AS "packageName", ${projectColumns(userId)}
    FROM ${projectTables} JOIN packages k ON k.project_id = p.id
    WHERE k.type = ${type} AND ${isWithin(place)} ORDER BY p.id`
  return rows.map((row) => toFound(row, type))
}

export interface PackageSearch {
  projectIds: readonly number[]
  type: PackageType
  /** Of what a name has somewhere in it, in its one spelling; '' for all. */
  text: string
  /** Whether a package whose versions are all prereleases, by SemVer's hyphen, is one to find. */
  withPrereleases: boolean
  skip: number
  take: number
}

/** How many names the packages have that a search finds, and the packages of some of these, in the order of their names. */
export async function searchPackages({
  projectIds,
  type,
  text,
  withPrereleases,
  skip,
  take,
}: PackageSearch): Promise<{ total: number; packages: { id: number; nameKey: string }[] }> {
  const found = Prisma.sql`
    SELECT k.name_key AS key, array_agg(k.id) AS ids FROM packages k
    WHERE k.project_id = ANY (${[...projectIds]}::int[]) AND k.type = ${type}
      AND position(${text} in k.name_key) > 0
      AND EXISTS (SELECT FROM package_versions v WHERE v.package_id = k.id
        AND (${withPrereleases} OR position('-' in v.version_key) = 0))
    GROUP BY k.name_key`
  const [counts, packages] = await Promise.all([
    database().$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM (${found}) AS f`,
    database().$queryRaw<{ id: number; nameKey: string }[]>`
      SELECT unnest(ids) AS id, key AS "nameKey" FROM (${found} ORDER BY 1 OFFSET ${skip} LIMIT ${take}) AS f`,
  ])
  return { total: counts[0]?.total ?? 0, packages }
}

/** The versions of such a project's packages, prereleases too, in the order of their names and then as they came. */
export function searchVersionNames({
  projectId,
  type,
  text,
  skip,
  take,
}: Pick<PackageSearch, 'type' | 'text' | 'skip' | 'take'> & { projectId: number }): Promise<VersionNames[]> {
  return database().$queryRaw`
    SELECT v.id, v.package_id AS "packageId", k.name, v.version
    FROM packages k JOIN package_versions v ON v.package_id = k.id
    WHERE k.project_id = ${projectId} AND k.type = ${type} AND position(${text} in k.name_key) > 0
    ORDER BY k.name_key, v.id OFFSET ${skip} LIMIT ${take}`
}
