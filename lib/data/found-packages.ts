import { isId } from '@/lib/domain/holder'
import { isFullPath, pathKeyOf } from '@/lib/domain/namespace'
import type { Package, PackageFile, PackageType } from '@/lib/domain/package'
import type { PackagePlace } from '@/lib/domain/package-place'
import type { Project } from '@/lib/domain/project'
import { database, Prisma } from './client'
import { fileColumns } from './package-files'
import { type ProjectRow, projectColumns, projectTables } from './projects'

export interface FoundPackage extends Package {
  project: Project
}

export interface FoundPackageFile extends FoundPackage {
  file: PackageFile | undefined
}

export interface TaggedPackage extends FoundPackage {
  /** The names that lead to versions, and the number of each version. */
  tags: { name: string; versionId: number }[]
}

/** A project of a place and what was found in it; where a project is the place, it comes in any case. */
export interface FoundIn<Found> {
  project: Project
  found: Found | undefined
}

/** Packages of one name that a project or a group has at most; a group's projects may each have one. */
const foundMax = 100
/** Packages in one list of them all. */
const listedMax = 10_000

/**
 * The packages of this name in a place, each with its tags, and its project as this user stands to it: one query, the latest
 * begun first. Whether somebody may see them is for `decide`.
 */
export function findPackages(
  place: PackagePlace,
  type: PackageType,
  nameKey: string,
  userId: number | undefined,
): Promise<FoundIn<TaggedPackage>[]> {
  const tagsColumn = Prisma.sql`(
    SELECT json_agg(json_build_object('name', t.name, 'versionId', t.version_id) ORDER BY t.name)
    FROM package_tags t WHERE t.package_id = k.id)`
  return findWhere(
    place,
    { type, which: Prisma.sql`k.name_key = ${nameKey}`, max: foundMax, tagsColumn },
    userId,
  )
}

/** A file by the names under which its format knows it. */
export interface PackageFileName {
  type: PackageType
  nameKey: string
  versionKey: string
  /** With its folders. */
  file: string
}

/** As `findPackages`, each with its file of this name, if it has one, and no tags: one query. */
export function findPackageFiles(
  place: PackagePlace,
  { type, nameKey, versionKey, file }: PackageFileName,
  userId: number | undefined,
): Promise<FoundIn<FoundPackageFile>[]> {
  const fileColumn = Prisma.sql`(
    SELECT row_to_json(file) FROM (
      SELECT ${fileColumns} FROM package_versions v JOIN package_files f ON f.version_id = v.id
      WHERE v.package_id = k.id AND v.version_key = ${versionKey} AND f.name = ${file}) AS file)`
  return findWhere(
    place,
    { type, which: Prisma.sql`k.name_key = ${nameKey}`, max: foundMax, fileColumn },
    userId,
  )
}

/** As `findPackages` without tags, those that have a file of this name in one of their versions. */
export function findPackagesByFile(
  place: PackagePlace,
  type: PackageType,
  file: string,
  userId: number | undefined,
): Promise<FoundIn<FoundPackage>[]> {
  const which = Prisma.sql`EXISTS (SELECT FROM package_versions v JOIN package_files f ON f.version_id = v.id
    WHERE v.package_id = k.id AND f.name = ${file})`
  return findWhere(place, { type, which, max: foundMax }, userId)
}

/** As `findPackages`, of every name. */
export function listPackages(
  place: PackagePlace,
  type: PackageType,
  userId: number | undefined,
): Promise<FoundIn<FoundPackage>[]> {
  return findWhere(place, { type, which: Prisma.sql`true`, max: listedMax }, userId)
}

interface Wanted {
  type: PackageType
  /** Of packages `k`. */
  which: Prisma.Sql
  max: number
  /** One file of package `k`, as JSON. */
  fileColumn?: Prisma.Sql
  /** The tags of package `k`, as JSON. */
  tagsColumn?: Prisma.Sql
}

type FoundRow = ProjectRow & {
  packageId: number | null
  packageName: string
  file?: (Omit<PackageFile, 'createdAt'> & { createdAt: string }) | null
  tags?: TaggedPackage['tags'] | null
}

async function findWhere(
  place: PackagePlace,
  { type, which, max, fileColumn = Prisma.sql`NULL`, tagsColumn = Prisma.sql`NULL` }: Wanted,
  userId: number | undefined,
): Promise<FoundIn<FoundPackageFile & TaggedPackage>[]> {
  const join = place.kind === 'project' ? Prisma.sql`LEFT JOIN` : Prisma.sql`JOIN`
  const rows = await database().$queryRaw<FoundRow[]>`
    SELECT k.id AS "packageId", k.name AS "packageName", ${fileColumn} AS file, ${tagsColumn} AS tags,
      ${projectColumns(userId)}
    FROM ${projectTables} ${join} packages k ON k.project_id = p.id AND k.type = ${type} AND ${which}
    WHERE ${isWithin(place)} ORDER BY k.id DESC LIMIT ${max}`
  return rows.map((row) => toFound(row, type))
}

/** A row of these columns: a project, and a package of it if there is one. */
export function toFound({ packageId, packageName, file, tags, ...row }: FoundRow, type: PackageType) {
  const project: Project = { kind: 'project', ...row }
  if (packageId === null) return { project, found: undefined }
  const read = file ? { ...file, createdAt: new Date(file.createdAt) } : undefined
  return { project, found: { id: packageId, type, name: packageName, project, file: read, tags: tags ?? [] } }
}

/** Projects `p` in group `g` with route `r` that a place has. */
export function isWithin(place: PackagePlace): Prisma.Sql {
  if (place.kind === 'instance') return Prisma.sql`true`
  const { kind, name } = place
  if (typeof name === 'string' ? !isFullPath(name) : !isId(name.id)) return Prisma.sql`false`
  const id = kind === 'project' ? Prisma.sql`project_id` : Prisma.sql`group_id`
  const isPlace =
    typeof name === 'string' ? Prisma.sql`path_key = ${pathKeyOf(name)}` : Prisma.sql`${id} = ${name.id}`
  return kind === 'project'
    ? Prisma.sql`r.${isPlace}`
    : Prisma.sql`g.traversal_ids @> ARRAY[(SELECT group_id FROM routes WHERE ${isPlace})]`
}
