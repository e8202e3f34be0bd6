import type { Holder } from '@/lib/domain/holder'
import type { ListedPackage, OtherVersion } from '@/lib/domain/listed-package'
import type { PackageFile } from '@/lib/domain/package'
import type { PackageSearch } from '@/lib/domain/package-list'
import type { Page, PageWish } from '@/lib/domain/page'
import { type Connection, database, Prisma } from './client'
import { fileColumns } from './package-files'
import { contains, orderBy, selectPage } from './pages'
import { isReadable } from './readable-projects'
import type { Viewer } from './tree'

const listedTables = Prisma.sql`package_versions v JOIN packages k ON k.id = v.package_id
  JOIN projects p ON p.id = k.project_id JOIN groups g ON g.id = p.group_id JOIN routes r ON r.project_id = p.id`
const listedColumns = Prisma.sql`
  v.id, k.id AS "packageId", k.type, k.name, v.version, v.publisher_name AS "publisherName",
  v.created_at AS "createdAt", json_build_object('id', p.id, 'name', p.name, 'fullPath', r.path) AS project,
  (SELECT count(*)::int FROM package_files f WHERE f.version_id = v.id) AS "fileCount",
  (SELECT coalesce(sum(f.size), 0)::float8 FROM package_files f WHERE f.version_id = v.id) AS size,
  ARRAY(SELECT t.name FROM package_tags t WHERE t.version_id = v.id ORDER BY t.name) AS tags`

const listedOrders = {
  published: Prisma.sql`v.created_at`,
  // whatever the language of the database
  name: Prisma.sql`lower(k.name) COLLATE "C"`,
  version: Prisma.sql`v.version COLLATE "C"`,
  type: Prisma.sql`k.type`,
  project: Prisma.sql`r.path_key COLLATE "C"`,
} as const satisfies Record<PackageSearch['orderBy'], Prisma.Sql>

/** A generic version whose publisher asked that it be found by its name alone is in no list; elsewhere the word is the format's. */
const isShown = Prisma.sql`(k.type <> 'generic' OR v.metadata ->> 'status' IS DISTINCT FROM 'hidden')`

/**
 * One page of the versions of a project that is open to the viewer, or of those below a group whose packages the viewer may
 * read: one statement.
 */
export function findListedPackagePage(
  holder: Holder,
  viewer: Viewer,
  search: PackageSearch,
  page: PageWish,
): Promise<Page<ListedPackage>> {
  const isThere =
    holder.kind === 'project'
      ? Prisma.sql`k.project_id = ${holder.id}`
      : Prisma.sql`g.traversal_ids @> ARRAY[${holder.id}::int] AND ${isReadable('read_packages', viewer)}`
  const { text, type, version } = search
  const isOfType = type === undefined ? Prisma.sql`true` : Prisma.sql`k.type = ${type}`
  const isVersion = version === undefined ? Prisma.sql`true` : Prisma.sql`v.version = ${version}`
  const selection = {
    columns: listedColumns,
    from: Prisma.sql`FROM ${listedTables}
      WHERE ${isThere} AND ${isShown} AND ${isOfType} AND ${isVersion} AND ${contains(text, [Prisma.sql`k.name`])}`,
    order: orderBy(listedOrders[search.orderBy], Prisma.sql`v.id`, search.sort),
  }
  return selectPage<ListedPackage>(selection, page)
}

/** The version of this number, whoever may see it. */
export async function findListedPackage(
  id: number,
  connection: Connection = database(),
): Promise<ListedPackage | undefined> {
  const [row] = await connection.$queryRaw<ListedPackage[]>`
    SELECT ${listedColumns} FROM ${listedTables} WHERE v.id = ${id}`
  return row
}

/** Until the end of the transaction nobody else changes the package that the version of this number belongs to. */
export async function holdPackageOfVersion(tx: Connection, id: number): Promise<void> {
  await tx.$queryRaw`
    SELECT FROM packages k WHERE k.id = (SELECT v.package_id FROM package_versions v WHERE v.id = ${id}) FOR UPDATE`
}

/** The other versions of the same package, the latest published first, at most so many. */
export function listOtherVersions(
  { id, packageId }: Pick<ListedPackage, 'id' | 'packageId'>,
  versionsMax: number,
): Promise<OtherVersion[]> {
  return database().packageVersion.findMany({
    where: { packageId, id: { not: id } },
    select: { id: true, version: true, createdAt: true },
    orderBy: { id: 'desc' },
    take: versionsMax,
  })
}

/** One page of the files of a version, in the order in which they came: one statement. */
export function findFilePage(versionId: number, page: PageWish): Promise<Page<PackageFile>> {
  const selection = {
    columns: fileColumns,
    from: Prisma.sql`FROM package_files f WHERE f.version_id = ${versionId}`,
    order: Prisma.sql`f.id ASC`,
  }
  return selectPage<PackageFile>(selection, page)
}

/** The file of this number of a project, with the number of its version. */
export async function findFileOfProject(
  projectId: number,
  id: number,
  connection: Connection = database(),
): Promise<(PackageFile & { versionId: number }) | undefined> {
  const [row] = await connection.$queryRaw<(PackageFile & { versionId: number })[]>`
    SELECT ${fileColumns}, v.id AS "versionId" FROM package_files f
    JOIN package_versions v ON v.id = f.version_id JOIN packages k ON k.id = v.package_id
    WHERE f.id = ${id} AND k.project_id = ${projectId}`
  return row
}
