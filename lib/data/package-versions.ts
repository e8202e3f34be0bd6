import type { JsonObject, PackageFile, PackageVersion } from '@/lib/domain/package'
import { type Connection, database, Prisma } from './client'

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

interface VersionRecord {
  packageId: number
  version: string
  versionKey: string
  metadata: JsonObject
  publisherName: string
  tags: readonly string[]
}

/** Adds a version of a package that is held, with the names that lead to it from now on; gives its number. One statement. */
export async function insertPackageVersion(tx: Connection, record: VersionRecord): Promise<number> {
  const { packageId, version, versionKey, metadata, publisherName, tags } = record
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    WITH version AS (
        INSERT INTO package_versions (package_id, version, version_key, metadata, publisher_name)
        VALUES (${packageId}, ${version}, ${versionKey}, ${JSON.stringify(metadata)}::jsonb, ${publisherName})
        RETURNING id),
      tagged AS (
        INSERT INTO package_tags (package_id, name, version_id)
        SELECT ${packageId}, name, id FROM version, unnest(${[...tags]}::text[]) AS name
        ON CONFLICT (package_id, name) DO UPDATE SET version_id = excluded.version_id)
    SELECT id FROM version`
  if (!row) throw new Error('the version was not added')
  return row.id
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

/** Removes a version with its files and tags, and its package with the last one. */
export async function deletePackageVersion(
  tx: Connection,
  packageId: number,
  versionId: number,
): Promise<void> {
  await tx.packageVersion.delete({ where: { id: versionId }, select: { id: true } })
  await tx.package.deleteMany({ where: { id: packageId, versions: { none: {} } } })
}
