import type { JsonObject, Package, PackageType, PackageVersion } from '@/lib/domain/package'
import type { Project } from '@/lib/domain/project'
import { type Connection, database, Prisma } from './client'
import { type ProjectRow, projectColumns, projectTables } from './projects'

/** Where packages are looked for: in a project, in everything below a group, or in the whole instance. */
export type PackageReach = { projectId: number } | { groupId: number } | 'instance'

export interface FoundPackage extends Package {
  project: Project
}

/** Packages of one name that a project or a group has at most; a group's projects may each have one. */
const foundMax = 100
/** Packages in one list of them all. */
const listedMax = 10_000

/**
 * The packages of this name within reach, each with its project as this user stands to it: one query, the latest begun
 * first. Whether somebody may see them is for `decide`.
 */
export function findPackages(
  reach: PackageReach,
  type: PackageType,
  nameKey: string,
  userId: number | undefined,
): Promise<FoundPackage[]> {
  return findWhere(type, Prisma.sql`k.name_key = ${nameKey} AND ${isWithin(reach)}`, userId, foundMax)
}

/** As `findPackages`, those that have a file of this name in one of their versions. */
export function findPackagesByFile(
  reach: PackageReach,
  type: PackageType,
  file: string,
  userId: number | undefined,
): Promise<FoundPackage[]> {
  const hasFile = Prisma.sql`EXISTS (SELECT FROM package_versions v JOIN package_files f ON f.version_id = v.id
    WHERE v.package_id = k.id AND f.name = ${file})`
  return findWhere(type, Prisma.sql`${hasFile} AND ${isWithin(reach)}`, userId, foundMax)
}

/** As `findPackages`, of every name. */
export function listPackages(
  reach: PackageReach,
  type: PackageType,
  userId: number | undefined,
): Promise<FoundPackage[]> {
  return findWhere(type, isWithin(reach), userId, listedMax)
}

async function findWhere(
  type: PackageType,
  which: Prisma.Sql,
  userId: number | undefined,
  max: number,
): Promise<FoundPackage[]> {
  const rows = await database().$queryRaw<(ProjectRow & { packageId: number; packageName: string })[]>`
    SELECT k.id AS "packageId", k.name AS "packageName", ${projectColumns(userId)}
    FROM ${projectTables} JOIN packages k ON k.project_id = p.id
    WHERE k.type = ${type} AND ${which}
    ORDER BY k.id DESC LIMIT ${max}`
  return rows.map(({ packageId, packageName, ...project }) => ({
    id: packageId,
    type,
    name: packageName,
    project: { kind: 'project', ...project },
  }))
}

/** Packages `k` of project `p` in group `g` that are within reach. */
export function isWithin(reach: PackageReach): Prisma.Sql {
  if (reach === 'instance') return Prisma.sql`true`
  return 'projectId' in reach
    ? Prisma.sql`p.id = ${reach.projectId}`
    : Prisma.sql`g.traversal_ids @> ARRAY[${reach.groupId}::int]`
}

interface VersionRow extends Omit<PackageVersion, 'files'> {
  files: FileRow[] | null
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

async function listWhere(which: Prisma.Sql, connection: Connection): Promise<PackageVersion[]> {
  const rows = await connection.$queryRaw<VersionRow[]>`
    SELECT v.id, v.package_id AS "packageId", k.name, v.version, v.metadata, v.publisher_name AS "publisherName",
      v.created_at AS "createdAt", (
        SELECT json_agg(json_build_object('id', f.id, 'name', f.name, 'size', f.size, 'digest', f.digest,
          'sha512', encode(f.sha512, 'hex'), 'sha1', encode(f.sha1, 'hex'), 'md5', encode(f.md5, 'hex'),
          'metadata', f.metadata, 'createdAt', f.created_at) ORDER BY f.id)
        FROM package_files f WHERE f.version_id = v.id) AS files
    FROM package_versions v JOIN packages k ON k.id = v.package_id WHERE ${which} ORDER BY v.id DESC`
  return rows.map(({ files, ...version }) => ({ ...version, files: (files ?? []).map(toFile) }))
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
