import type { Digest } from '@/lib/domain/digest'
import { type Connection, database, Prisma } from './client'

/** True where a row of another table holds the blob `b`: each table that refers to blobs stands here. */
const isHeld = Prisma.sql`(
  EXISTS (SELECT FROM container_blobs l WHERE l.digest = b.digest)
  OR EXISTS (SELECT FROM package_files f WHERE f.digest = b.digest))`

/**
 * Until this transaction ends nobody else puts the blob of this digest there, relies on its being there, or takes it
 * away: its row and its file change together.
 */
export async function holdBlob(tx: Connection, digest: Digest): Promise<void> {
  await tx.$executeRaw`SELECT ${blobLock(digest)}`
}

/** What `holdBlob` calls, for a statement that does more. */
export function blobLock(digest: Digest): Prisma.Sql {
  return Prisma.sql`pg_advisory_xact_lock(hashtextextended(${`latchkey blob ${digest}`}, 0))`
}

/** Notes a blob that is on disk; one that was there is used again. */
export async function insertBlob(tx: Connection, digest: Digest, size: number): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO blobs (digest, size) VALUES (${digest}, ${size})
    ON CONFLICT (digest) DO UPDATE SET used_at = now()`
}

/** The digests after this one of at most so many blobs that nothing holds and nobody has used since then, in order. */
export async function listUnusedBlobs(before: Date, after: string, countMax: number): Promise<Digest[]> {
  const rows = await database().$queryRaw<{ digest: Digest }[]>`
    SELECT digest FROM blobs b WHERE digest > ${after} AND used_at < ${before} AND NOT ${isHeld}
    ORDER BY digest LIMIT ${countMax}`
  return rows.map(({ digest }) => digest)
}

/** Deletes a blob's row unless something holds it or somebody has used it since then; true where it is gone. */
export async function deleteUnusedBlob(tx: Connection, digest: Digest, before: Date): Promise<boolean> {
  const count = await tx.$executeRaw`
    DELETE FROM blobs b WHERE digest = ${digest} AND used_at < ${before} AND NOT ${isHeld}`
  return count > 0
}

/** Those of these digests under which there is no blob. */
export async function listUnknownBlobs(
  digests: readonly Digest[],
  connection: Connection = database(),
): Promise<Digest[]> {
  const rows = await connection.$queryRaw<{ digest: Digest }[]>`
    SELECT d.digest FROM unnest(${[...digests]}::text[]) AS d (digest)
    WHERE NOT EXISTS (SELECT FROM blobs b WHERE b.digest = d.digest)`
  return rows.map(({ digest }) => digest)
}
