import type { PackageType } from '@/lib/domain/package'
import { type Connection, database } from './client'

interface PackageRecord {
  projectId: number
  type: PackageType
  name: string
  nameKey: string
}

/**
 * The package of this name, which begins here if there was none, and whether it did; until the end of the transaction it is
 * this one's to change.
 */
export async function holdPackage(
  tx: Connection,
  { projectId, type, name, nameKey }: PackageRecord,
): Promise<{ id: number; isNew: boolean }> {
  // a row that was there is locked by this statement, which is what its xmax says
  const [row] = await tx.$queryRaw<{ id: number; isNew: boolean }[]>`
    INSERT INTO packages (project_id, type, name, name_key) VALUES (${projectId}, ${type}, ${name}, ${nameKey})
    ON CONFLICT (project_id, type, name_key) DO UPDATE SET name = packages.name RETURNING id, xmax = 0 AS "isNew"`
  if (!row) throw new Error('the package was neither found nor made')
  return row
}

/** The tags of these packages: the name of each, and the number of its version. */
export function listPackageTags(packageIds: readonly number[]) {
  return database().packageTag.findMany({
    where: { packageId: { in: [...packageIds] } },
    select: { name: true, versionId: true, packageId: true },
    orderBy: { name: 'asc' },
  })
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
