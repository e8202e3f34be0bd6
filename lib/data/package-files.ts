import type { Digest } from '@/lib/domain/digest'
import type { JsonObject, PackageFile } from '@/lib/domain/package'
import { blobLock } from './blobs'
import { type Connection, Prisma } from './client'

/** The columns of a `PackageFile`, of files `f`. */
export const fileColumns = Prisma.sql`
  f.id, f.name, f.size::float8 AS size, substr(f.digest, length('sha256:') + 1) AS sha256,
  encode(f.sha512, 'hex') AS sha512, encode(f.sha1, 'hex') AS sha1, encode(f.md5, 'hex') AS md5,
  f.metadata, f.created_at AS "createdAt"`

export interface PackageFileRecord {
  versionId: number
  name: string
  digest: Digest
  size: number
  sha512: Uint8Array<ArrayBuffer>
  sha1: Uint8Array<ArrayBuffer>
  md5: Uint8Array<ArrayBuffer>
  metadata: JsonObject
}

/**
 * Adds a file to a version, whose blob is on disk before the transaction ends. The blob is held as by `holdBlob` from before
 * anything is written. One statement.
 */
export async function insertPackageFile(tx: Connection, record: PackageFileRecord): Promise<PackageFile> {
  const { versionId, name, digest, size, sha512, sha1, md5, metadata } = record
  const [file] = await tx.$queryRaw<PackageFile[]>`
    WITH held AS MATERIALIZED (SELECT ${blobLock(digest)}),
      blob AS (
        INSERT INTO blobs (digest, size) SELECT ${digest}, ${size} FROM held
        ON CONFLICT (digest) DO UPDATE SET used_at = now() RETURNING digest)
    INSERT INTO package_files AS f (version_id, name, digest, size, sha512, sha1, md5, metadata)
    SELECT ${versionId}, ${name}, digest, ${size}, ${sha512}, ${sha1}, ${md5}, ${JSON.stringify(metadata)}::jsonb FROM blob
    RETURNING ${fileColumns}`
  if (!file) throw new Error('the file was not added')
  return file
}

/** Removes files of a version. */
export async function deletePackageFiles(tx: Connection, ids: readonly number[]): Promise<void> {
  await tx.packageFile.deleteMany({ where: { id: { in: [...ids] } } })
}
