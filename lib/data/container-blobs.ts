import type { Digest } from '@/lib/domain/digest'
import { blobLock } from './blobs'
import { type Connection, database, transaction } from './client'
import type { ImageKey } from './container-manifests'
import { repositoryQueries } from './container-repositories'

/** A blob that can be read through a repository. */
export interface ContainerBlob {
  repositoryId: number
  digest: Digest
  /** In bytes. */
  size: number
  usedAt: Date
}

/** The blob of this digest in the repository of this name below a project; undefined where it cannot be read there. */
export async function findContainerBlob(
  projectId: number,
  name: string,
  digest: Digest,
  connection: Connection = database(),
): Promise<ContainerBlob | undefined> {
  const [row] = await connection.$queryRaw<{ repositoryId: number; size: bigint; usedAt: Date }[]>`
    SELECT l.repository_id AS "repositoryId", b.size, l.used_at AS "usedAt"
    FROM container_repositories r JOIN container_blobs l ON l.repository_id = r.id JOIN blobs b ON b.digest = l.digest
    WHERE r.project_id = ${projectId} AND r.name = ${name} AND l.digest = ${digest}`
  return row && { ...row, digest, size: Number(row.size) }
}

/**
 * Notes a blob that is on disk before the transaction ends, readable through the repository of an image, which begins
 * here if it was not there yet. It is held as by `holdBlob` from before anything is written. One statement.
 */
export async function insertContainerBlob(
  tx: Connection,
  { projectId, name }: ImageKey,
  digest: Digest,
  size: number,
): Promise<void> {
  await tx.$executeRaw`
    WITH ${repositoryQueries(projectId, name)},
      held AS MATERIALIZED (SELECT id, ${blobLock(digest)} FROM repository),
      blob AS (
        INSERT INTO blobs (digest, size) SELECT ${digest}, ${size} FROM held
        ON CONFLICT (digest) DO UPDATE SET used_at = now() RETURNING digest)
    INSERT INTO container_blobs (repository_id, digest) SELECT held.id, blob.digest FROM held, blob
    ON CONFLICT (repository_id, digest) DO UPDATE SET used_at = now()`
}

/** Makes a blob readable through a repository; if it was, it is used again. */
export async function linkBlob(tx: Connection, repositoryId: number, digest: Digest): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO container_blobs (repository_id, digest) VALUES (${repositoryId}, ${digest})
    ON CONFLICT (repository_id, digest) DO UPDATE SET used_at = now()`
}

/** Notes that somebody relies on a blob's being there. */
export async function noteBlobUse({ repositoryId, digest }: ContainerBlob): Promise<void> {
  await database().$executeRaw`
    UPDATE container_blobs SET used_at = now() WHERE repository_id = ${repositoryId} AND digest = ${digest}`
}

/** Takes a blob out of a repository: `held` where one of its manifests names it. */
export async function unlinkBlob(
  tx: Connection,
  { repositoryId, digest }: ContainerBlob,
): Promise<'held' | 'unlinked'> {
  // whoever puts a manifest there holds the links that it names until its rows can be seen
  await tx.$queryRaw`
    SELECT FROM container_blobs WHERE repository_id = ${repositoryId} AND digest = ${digest} FOR UPDATE`
  const count = await tx.$executeRaw`
    DELETE FROM container_blobs l WHERE repository_id = ${repositoryId} AND digest = ${digest}
      AND NOT EXISTS (SELECT FROM container_manifest_blobs m
        WHERE m.repository_id = l.repository_id AND m.digest = l.digest)`
  return count > 0 ? 'unlinked' : 'held'
}

/**
 * Takes at most so many blobs out of repositories where no manifest names them and nobody has used them since then, and
 * tells whether there may be more.
 */
export function unlinkUnusedBlobs(before: Date, countMax: number): Promise<boolean> {
  return transaction(async (tx) => {
    // a link that a manifest is about to name is locked, and left alone
    const rows = await tx.$queryRaw<{ repositoryId: number; digest: string }[]>`
      SELECT l.repository_id AS "repositoryId", l.digest FROM container_blobs l
      WHERE l.used_at < ${before} AND NOT EXISTS (SELECT FROM container_manifest_blobs m
        WHERE m.repository_id = l.repository_id AND m.digest = l.digest)
      LIMIT ${countMax} FOR UPDATE OF l SKIP LOCKED`
    // asked once more, as a manifest may have come between the look and the lock
    await tx.$executeRaw`
      DELETE FROM container_blobs l
      USING unnest(${rows.map(({ repositoryId }) => repositoryId)}::int[], ${rows.map(({ digest }) => digest)}::text[])
        AS u (repository_id, digest)
      WHERE l.repository_id = u.repository_id AND l.digest = u.digest
        AND NOT EXISTS (SELECT FROM container_manifest_blobs m
          WHERE m.repository_id = l.repository_id AND m.digest = l.digest)`
    return rows.length === countMax
  })
}
