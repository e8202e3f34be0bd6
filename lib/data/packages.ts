import { isId } from '@/lib/domain/holder'
import { isFullPath, pathKeyOf } from '@/lib/domain/namespace'
import type { JsonObject, Package, PackageFile, PackageType, PackageVersion } from '@/lib/domain/package'
import type { PackagePlace } from '@/lib/domain/package-place'
import type { Project } from '@/lib/domain/project'
import { type Connection, database, Prisma } from './client'
import { type ProjectRow, projectColumns, projectTables } from './projects'

export interface FoundPackage extends Package {
  project: Project
}

export interface FoundPackageFile extends FoundPackage {
  file: PackageFile | undefined
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
 * The packages of this name in a place, each with its project as this user stands to it: one query, the latest begun
 * first. Whether somebody may see them is for `decide`.
 */
export function findPackages(
  place: PackagePlace,
  type: PackageType,
  nameKey: string,
  userId: number | undefined,
): Promise<FoundIn<FoundPackage>[]> {
  return findWhere(place, { type, which: Prisma.sql`k.name_key = ${nameKey}`, max: foundMax }, userId)
}

/** A file by the names under which its format knows it. */
export interface PackageFileName {
  type: PackageType
  nameKey: string
  versionKey: string
  /** With its folders. */
  file: string
}

/** As `findPackages`, each with its file of this name, if it has one: one query. */
export function findPackageFiles(
  place: PackagePlace,
  { type, nameKey, versionKey, file }: PackageFileName,
  userId: number | undefined,
): Promise<FoundIn<FoundPackageFile>[]> {
  const fileColumn = Prisma.sql`(
    SELECT ${fileJson} FROM package_versions v JOIN package_files f ON f.version_id = v.id
    WHERE v.package_id = k.id AND v.version_key = ${versionKey} AND f.name = ${file})`
  return findWhere(
    place,
    { type, which: Prisma.sql`k.name_key = ${nameKey}`, max: foundMax, fileColumn },
    userId,
  )
}

/** As `findPackages`, those that have a file of this name in one of their versions. */
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
}

type FoundRow = ProjectRow & { packageId: number | null; packageName: string; file?: FileRow | null }

async function findWhere(
  place: PackagePlace,
  { type, which, max, fileColumn = Prisma.sql`NULL` }: Wanted,
  userId: number | undefined,
): Promise<FoundIn<FoundPackageFile>[]> {
  const join = place.kind === 'project' ? Prisma.sql`LEFT JOIN` : Prisma.sql`JOIN`
  const rows = await database().$queryRaw<FoundRow[]>`
    SELECT k.id AS "packageId", k.name AS "packageName", ${fileColumn} AS file, ${projectColumns(userId)}
    FROM ${projectTables} ${join} packages k ON k.project_id = p.id AND k.type = ${type} AND ${which}
    WHERE ${isWithin(place)} ORDER BY k.id DESC LIMIT ${max}`
  return rows.map((row) => toFound(row, type))
}

/** A row of these columns: a project, and a package of it if there is one. */
export function toFound({ packageId, packageName, file, ...row }: FoundRow, type: PackageType) {
  const project: Project = { kind: 'project', ...row }
  if (packageId === null) return { project, found: undefined }
  const found = { id: packageId, type, name: packageName, project, file: file ? toFile(file) : undefined }
  return { project, found }
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

interface FileRow {
  id: number
  name: string
  size: number
  digest: string
  sha512: string
  sha1: string
  md5: string
  metadata: JsonObject
  createdAt: string
}

/** File `f` as a `FileRow`. */
const fileJson = Prisma.sql`json_build_object('id', f.id, 'name', f.name, 'size', f.size, 'digest', f.digest,
  'sha512', encode(f.sha512, 'hex'), 'sha1', encode(f.sha1, 'hex'), 'md5', encode(f.md5, 'hex'),
  'metadata', f.metadata, 'createdAt', f.created_at)`

const versionColumns = Prisma.sql`v.id, v.package_id AS "packageId", k.name, v.version, v.metadata,
  v.publisher_name AS "publisherName", v.created_at AS "createdAt"`

/** What clients are told of the versions of these packages, without their files, the latest published first: one query. */
export function listVersionMetadata(packageIds: readonly number[]): Promise<Omit<PackageVersion, 'files'>[]> {
  return database().$queryRaw`
    SELECT ${versionColumns} FROM package_versions v JOIN packages k ON k.id = v.package_id
    WHERE v.package_id = ANY (${[...packageIds]}::int[]) ORDER BY v.id DESC`
}

/** The versions of these packages with their files, the latest published first: one query. */
export async function listPackageVersions(
  packageIds: readonly number[],
  connection: Connection = database(),
): Promise<PackageVersion[]> {
  return listWhere(Prisma.sql`v.package_id = ANY (${[...packageIds]}::int[])`, connection)
}

/** A version by its names alone. */
export type VersionNames = Pick<PackageVersion, 'id' | 'packageId' | 'name' | 'version'>

/** The names of all versions of these packages: of the package begun last first, and of one package the latest versions. */
export function listVersionNames(packageIds: readonly number[]): Promise<VersionNames[]> {
  return database().$queryRaw`
    SELECT v.id, v.package_id AS "packageId", k.name, v.version
    FROM package_versions v JOIN packages k ON k.id = v.package_id
    WHERE v.package_id = ANY (${[...packageIds]}::int[]) ORDER BY v.package_id DESC, v.id DESC`
}

/** These versions with their files, in this order: one query. */
export async function listVersionsById(ids: readonly number[]): Promise<PackageVersion[]> {
  const versions = await listWhere(Prisma.sql`v.id = ANY (${[...ids]}::int[])`, database())
  const found = new Map(versions.map((version) => [version.id, version]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

/** The version of this package with this key, with its files. */
export async function findPackageVersion(
  packageId: number,
  versionKey: string,
  connection: Connection = database(),
): Promise<PackageVersion | undefined> {
  const which = Prisma.sql`v.package_id = ${packageId} AND v.version_key = ${versionKey}`
  return (await listWhere(which, connection))[0]
}

/** The latest version of this package that has a file of this name. */
export async function findVersionByFile(
  packageId: number,
  file: string,
): Promise<PackageVersion | undefined> {
  const hasFile = Prisma.sql`EXISTS (SELECT FROM package_files f WHERE f.version_id = v.id AND f.name = ${file})`
  return (await listWhere(Prisma.sql`v.package_id = ${packageId} AND ${hasFile}`, database()))[0]
}

/** A version and one of its files, or none. */
interface VersionRow extends Omit<PackageVersion, 'files'> {
  fileId: number | null
  fileName: string
  size: number
  digest: string
  sha512: string
  sha1: string
  md5: string
  fileMetadata: JsonObject
  fileCreatedAt: Date
}

/** A row for each file: to have the database make one value of all files of a version takes three times as long. */
async function listWhere(which: Prisma.Sql, connection: Connection): Promise<PackageVersion[]> {
  const rows = await connection.$queryRaw<VersionRow[]>`
    SELECT ${versionColumns}, f.id AS "fileId", f.name AS "fileName", f.size::float8 AS size, f.digest,
      encode(f.sha512, 'hex') AS sha512, encode(f.sha1, 'hex') AS sha1, encode(f.md5, 'hex') AS md5,
      f.metadata AS "fileMetadata", f.created_at AS "fileCreatedAt"
    FROM package_versions v JOIN packages k ON k.id = v.package_id LEFT JOIN package_files f ON f.version_id = v.id
    WHERE ${which} ORDER BY v.id DESC, f.id`
  const versions: PackageVersion[] = []
  for (const row of rows) {
    const { id, packageId, name, version, metadata, publisherName, createdAt } = row
    if (versions.at(-1)?.id !== id)
      versions.push({ id, packageId, name, version, metadata, publisherName, createdAt, files: [] })
    if (row.fileId !== null) versions.at(-1)?.files.push(fileOf({ ...row, fileId: row.fileId }))
  }
  return versions
}

function fileOf(row: VersionRow & { fileId: number }): PackageFile {
  const { fileId: id, fileName: name, fileMetadata: metadata, fileCreatedAt: createdAt } = row
  const { size, digest, sha512, sha1, md5 } = row
  return { id, name, size, sha256: digest.slice('sha256:'.length), sha512, sha1, md5, metadata, createdAt }
}

function toFile({ digest, createdAt, ...file }: FileRow) {
  return { ...file, sha256: digest.slice('sha256:'.length), createdAt: new Date(createdAt) }
}

/** The tags of these packages: the name of each, and the number of its version. */
export function listPackageTags(packageIds: readonly number[]) {
  return database().packageTag.findMany({
    where: { packageId: { in: [...packageIds] } },
    select: { name: true, versionId: true, packageId: true },
    orderBy: { name: 'asc' },
  })
}

interface PackageRecord {
  projectId: number
  type: PackageType
  name: string
  nameKey: string
}

/** The package of this name, which begins here if there was none; until the end of the transaction it is this one's to change. */
export async function holdPackage(tx: Connection, record: PackageRecord): Promise<number> {
  const { projectId, type, name, nameKey } = record
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO packages (project_id, type, name, name_key) VALUES (${projectId}, ${type}, ${name}, ${nameKey})
    ON CONFLICT (project_id, type, name_key) DO UPDATE SET name = packages.name RETURNING id`
  if (!row) throw new Error('the package was neither found nor made')
  return row.id
}

interface VersionRecord {
  packageId: number
  version: string
  versionKey: string
  metadata: JsonObject
  publisherName: string
}

/** Adds a version of a package that is held. */
export async function insertPackageVersion(tx: Connection, record: VersionRecord): Promise<number> {
  return (await tx.packageVersion.create({ data: record, select: { id: true } })).id
}

/** Changes what a format's clients are told of these versions: one statement. */
export async function updateVersionMetadata(
  tx: Connection,
  changes: readonly { id: number; metadata: JsonObject }[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE package_versions v SET metadata = c.metadata, updated_at = now()
    FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) AS c (id int, metadata jsonb) WHERE v.id = c.id`
}

export interface PackageFileRecord {
  versionId: number
  name: string
  digest: string
  size: number
  sha512: Uint8Array<ArrayBuffer>
  sha1: Uint8Array<ArrayBuffer>
  md5: Uint8Array<ArrayBuffer>
  metadata: JsonObject
}

/** Adds a file to a version. */
export async function insertPackageFile(tx: Connection, record: PackageFileRecord): Promise<number> {
  return (await tx.packageFile.create({ data: record, select: { id: true } })).id
}

/** Lets a name lead to this version of a package that is held. */
export async function putPackageTag(
  tx: Connection,
  packageId: number,
  name: string,
  versionId: number,
): Promise<void> {
  const where = { packageId_name: { packageId, name } }
  await tx.packageTag.upsert({
    where,
    create: { packageId, name, versionId },
    update: { versionId },
    select: { name: true },
  })
}

/** Removes a tag, and says whether there was one. */
export async function deletePackageTag(tx: Connection, packageId: number, name: string): Promise<boolean> {
  return (await tx.packageTag.deleteMany({ where: { packageId, name } })).count > 0
}

/** Removes a package with all that belongs to it. */
export async function deletePackage(tx: Connection, packageId: number): Promise<void> {
  await tx.package.delete({ where: { id: packageId }, select: { id: true } })
}

/** Removes a version with its files and tags, and its package with the last one. */
export async function deletePackageVersion(
  tx: Connection,
  packageId: number,
  versionId: number,
): Promise<void> {
  await tx.packageVersion.delete({ where: { id: versionId }, select: { id: true } })
  await tx.package.deleteMany({ where: { id: packageId, versions: { none: {} } } })
}
