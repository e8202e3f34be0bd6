import type { PackageFile } from '@/lib/domain/package'
import {
  type ConanInfo,
  type ConanPattern,
  type ConanRevision,
  infoName,
  manifestName,
} from '@/lib/domain/packages/conan'
import { database, Prisma } from './client'
import { fileColumns } from './package-files'

const listedMax = 1000
const referencesMax = 10_000
/** What publishes a revision of a recipe or of a package, below the folder that has all of them. */
const publishedForm = `^[0-9a-f]+/(export/)?${manifestName}$`

/** A version of a package. */
interface VersionKey {
  packageId: number
  versionKey: string
}

/** The revisions in this folder of a version's files, each by its manifest, the latest published first: one query. */
export function listConanRevisions(version: VersionKey, folder: string): Promise<ConanRevision[]> {
  const below = Prisma.sql`substr(f.name, length(${folder}::text) + 1)`
  return database().$queryRaw<ConanRevision[]>`
    SELECT split_part(${below}, '/', 1) AS revision, f.created_at AS "publishedAt"
    FROM ${filesOf(version, folder)} AND ${below} ~ ${publishedForm}
    ORDER BY f.id DESC LIMIT ${listedMax}`
}

/** The files that lie in this folder itself: one query. */
export function listConanFiles(version: VersionKey, folder: string): Promise<PackageFile[]> {
  return database().$queryRaw<PackageFile[]>`
    SELECT ${fileColumns} FROM ${filesOf(version, folder)}
      AND strpos(substr(f.name, length(${folder}::text) + 1), '/') = 0 ORDER BY f.id`
}

/** The packages in this folder, each as its latest revision is: one query. */
export function listConanPackages(version: VersionKey, folder: string): Promise<ConanInfo[]> {
  const packageId = Prisma.sql`split_part(f.name, '/', 3)`
  return database().$queryRaw<ConanInfo[]>`
    SELECT DISTINCT ON (${packageId}) ${packageId} AS "packageId", f.metadata ->> 'info' AS info
    FROM ${filesOf(version, folder)} AND f.name LIKE ${`%/${infoName}`} AND EXISTS (
      SELECT FROM package_files m WHERE m.version_id = v.id
        AND m.name = left(f.name, -length(${infoName}::text)) || ${manifestName}::text)
    ORDER BY ${packageId}, f.id DESC LIMIT ${listedMax}`
}

/** References to the recipes of a project that have a published revision and a pattern fits, in their order: one query. */
export async function searchConanReferences(
  projectId: number,
  { like, ignoresCase, isPlain }: ConanPattern,
): Promise<string[]> {
  const operator = ignoresCase ? Prisma.sql`ILIKE` : Prisma.sql`LIKE`
  const rows = await database().$queryRaw<{ reference: string }[]>`
    SELECT k.name || '/' || v.version AS reference FROM packages k JOIN package_versions v ON v.package_id = k.id
    WHERE k.project_id = ${projectId} AND k.type = 'conan'
      AND (${!isPlain} OR strpos(v.version, '@') = 0)
      AND (SELECT bool_or(part ${operator} ${like}) FROM unnest(ARRAY[k.name, k.name || '/' || split_part(v.version, '@', 1),
        k.name || '/' || split_part(v.version, '/', 1), k.name || '/' || v.version]) AS part)
      AND EXISTS (SELECT FROM package_files f WHERE f.version_id = v.id AND f.name ~ ${publishedForm})
    ORDER BY k.name COLLATE "C", v.version COLLATE "C" LIMIT ${referencesMax}`
  return rows.map(({ reference }) => reference)
}

function filesOf({ packageId, versionKey }: VersionKey, folder: string): Prisma.Sql {
  return Prisma.sql`package_versions v JOIN package_files f ON f.version_id = v.id
    WHERE v.package_id = ${packageId} AND v.version_key = ${versionKey} AND starts_with(f.name, ${folder})`
}
