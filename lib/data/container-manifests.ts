import type { Digest } from '@/lib/domain/digest'
import type { ManifestMediaType, Referrer } from '@/lib/domain/image-manifest'
import type { ManifestReference } from '@/lib/domain/manifest-reference'
import { type Connection, Prisma } from './client'

/** A manifest as it was pushed. */
export interface StoredManifest {
  digest: Digest
  mediaType: ManifestMediaType
  content: Uint8Array<ArrayBuffer>
}

/** Which image: its project, and what follows the project's path. */
export interface ImageKey {
  projectId: number
  name: string
}

/**
 * The manifest of this digest or tag in an image's repository; null where there is none, undefined where the repository
 * itself has not begun. One query.
 */
export async function findManifest(
  connection: Connection,
  { projectId, name }: ImageKey,
  reference: ManifestReference,
): Promise<StoredManifest | null | undefined> {
  const which =
    'digest' in reference
      ? Prisma.sql`m.digest = ${reference.digest}`
      : Prisma.sql`m.id = (SELECT t.manifest_id FROM container_tags t WHERE t.repository_id = r.id AND t.name = ${reference.tag})`
  const [row] = await connection.$queryRaw<(StoredManifest | { digest: null })[]>`
    SELECT m.digest, m.media_type AS "mediaType", m.content
    FROM container_repositories r LEFT JOIN container_manifests m ON m.repository_id = r.id AND ${which}
    WHERE r.project_id = ${projectId} AND r.name = ${name}`
  return row && (row.digest === null ? null : row)
}

/**
 * The sizes of those of these blobs that a repository links. Their links stay until the end of the transaction: whoever
 * would take one away comes before it or after it. In the order of their digests, as everybody locks them.
 */
export async function holdBlobs(
  tx: Connection,
  repositoryId: number,
  digests: readonly Digest[],
): Promise<Map<Digest, bigint>> {
  const rows = await tx.$queryRaw<{ digest: Digest; size: bigint }[]>`
    SELECT c.digest, b.size FROM container_blobs c JOIN blobs b ON b.digest = c.digest
    WHERE c.repository_id = ${repositoryId} AND c.digest = ANY (${digests}) ORDER BY c.digest FOR SHARE OF c`
  return new Map(rows.map(({ digest, size }) => [digest, size]))
}

/** The sizes of those of these manifests that a repository has, and of the images they are. They stay as `holdBlobs` has it. */
export async function holdManifests(
  tx: Connection,
  repositoryId: number,
  digests: readonly Digest[],
): Promise<Map<Digest, { size: number; imageSize: bigint }>> {
  const rows = await tx.$queryRaw<{ digest: Digest; size: number; imageSize: bigint }[]>`
    SELECT digest, octet_length(content) AS size, image_size AS "imageSize" FROM container_manifests
    WHERE repository_id = ${repositoryId} AND digest = ANY (${digests}) ORDER BY digest FOR SHARE`
  return new Map(rows.map(({ digest, ...sizes }) => [digest, sizes]))
}

export interface ManifestRecord extends StoredManifest {
  repositoryId: number
  artifactType: string | undefined
  annotations: Record<string, string> | undefined
  subject: Digest | undefined
  imageSize: bigint
  platforms: string[]
  publisherName: string
  /** What it holds: the links of these blobs stay as long as it does. */
  blobs: readonly Digest[]
}

/** Adds a manifest with what it holds, unless it is there already; its number. One statement, however many blobs. */
export async function insertManifest(tx: Connection, record: ManifestRecord): Promise<number> {
  const { repositoryId, digest, mediaType, content, artifactType, annotations, subject } = record
  const { imageSize, platforms, publisherName, blobs } = record
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    WITH manifest AS (
      INSERT INTO container_manifests (repository_id, digest, media_type, content, artifact_type, annotations,
        subject_digest, image_size, platforms, publisher_name)
      VALUES (${repositoryId}, ${digest}, ${mediaType}, ${content}, ${artifactType ?? null},
        ${annotations ? JSON.stringify(annotations) : null}::jsonb, ${subject ?? null}, ${imageSize}, ${platforms},
        ${publisherName})
      ON CONFLICT (repository_id, digest) DO UPDATE SET digest = excluded.digest RETURNING id
    ), held AS (
      INSERT INTO container_manifest_blobs (manifest_id, repository_id, digest)
      SELECT manifest.id, ${repositoryId}, named.digest FROM manifest, unnest(${blobs}::text[]) AS named (digest)
      ON CONFLICT DO NOTHING
    )
    SELECT id FROM manifest`
  if (!row) throw new Error('the manifest was neither found nor made')
  return row.id
}

/** The number of a repository's manifest; undefined where it is not there. */
export async function findManifestId(
  connection: Connection,
  repositoryId: number,
  digest: Digest,
): Promise<number | undefined> {
  const where = { repositoryId_digest: { repositoryId, digest } }
  return (await connection.containerManifest.findUnique({ where, select: { id: true } }))?.id
}

/** Takes a manifest away with its tags, whose names are the answer, in order; undefined where it is not there. */
export async function deleteManifest(
  tx: Connection,
  repositoryId: number,
  digest: Digest,
): Promise<string[] | undefined> {
  const [row] = await tx.$queryRaw<{ tags: string[] }[]>`
    DELETE FROM container_manifests m WHERE m.repository_id = ${repositoryId} AND m.digest = ${digest}
    RETURNING ARRAY(SELECT t.name FROM container_tags t WHERE t.manifest_id = m.id ORDER BY t.name) AS tags`
  return row?.tags
}

export interface ReferrerQuery {
  subject: Digest
  artifactType?: string | undefined
  /** Those after this digest. */
  after: string
  limit: number
}

/** What the annotations on one page may take up, but for its first entry: a manifest may hold 4 MiB of them. */
const pageBytesMax = 4 * 1024 * 1024

/**
 * The manifests of an image's repository that are about a subject, by digest: at most `limit`, and fewer where they say
 * much of themselves; and whether there are more. One query.
 */
export async function listReferrers(
  connection: Connection,
  { projectId, name }: ImageKey,
  { subject, artifactType, after, limit }: ReferrerQuery,
): Promise<{ referrers: Referrer[]; hasMore: boolean }> {
  const ofType = artifactType === undefined ? Prisma.empty : Prisma.sql`AND m.artifact_type = ${artifactType}`
  const rows = await connection.$queryRaw<(Referrer & { hasNext: boolean })[]>`
    SELECT digest, size, "mediaType", "artifactType", annotations, "hasNext" FROM (
      SELECT m.digest, octet_length(m.content) AS size, m.media_type AS "mediaType",
        m.artifact_type AS "artifactType", m.annotations, lead(m.id) OVER by_digest IS NOT NULL AS "hasNext",
        sum(octet_length(m.annotations::text)) OVER (by_digest ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
      FROM container_repositories r JOIN container_manifests m ON m.repository_id = r.id
      WHERE r.project_id = ${projectId} AND r.name = ${name} AND m.subject_digest = ${subject}
        AND m.digest COLLATE "C" > ${after} ${ofType}
      WINDOW by_digest AS (ORDER BY m.digest COLLATE "C")
      ORDER BY m.digest COLLATE "C" LIMIT ${limit}
    ) AS page WHERE coalesce(before, 0) < ${pageBytesMax} ORDER BY digest COLLATE "C"`
  return {
    referrers: rows.map(({ hasNext: _, ...referrer }) => referrer),
    hasMore: rows.at(-1)?.hasNext ?? false,
  }
}
