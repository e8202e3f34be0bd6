import type { Digest } from '@/lib/domain/digest'
import type { Connection } from './client'

/** Lets a tag of a repository name this manifest from now on. */
export async function putTag(
  tx: Connection,
  repositoryId: number,
  name: string,
  manifestId: number,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO container_tags (repository_id, name, manifest_id) VALUES (${repositoryId}, ${name}, ${manifestId})
    ON CONFLICT (repository_id, name) DO UPDATE SET manifest_id = excluded.manifest_id, updated_at = now()`
}

/** As `putTag`, of a push at this time; a tag that was pushed later stays as it is. */
export async function putTagOf(
  tx: Connection,
  repositoryId: number,
  { name, pushedAt }: { name: string; pushedAt: Date },
  manifestId: number,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO container_tags (repository_id, name, manifest_id, updated_at)
    VALUES (${repositoryId}, ${name}, ${manifestId}, ${pushedAt})
    ON CONFLICT (repository_id, name) DO UPDATE SET manifest_id = excluded.manifest_id, updated_at = excluded.updated_at
    WHERE container_tags.updated_at < excluded.updated_at`
}

/** Takes a tag away that was not pushed after this time. */
export async function deleteTagOf(
  tx: Connection,
  repositoryId: number,
  { name, pushedAt }: { name: string; pushedAt: Date },
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM container_tags WHERE repository_id = ${repositoryId} AND name = ${name} AND updated_at <= ${pushedAt}`
}

/** Takes a tag away, and nothing else; the digest of what it named, or undefined where there was none. */
export async function deleteTag(
  tx: Connection,
  repositoryId: number,
  name: string,
): Promise<Digest | undefined> {
  const [row] = await tx.$queryRaw<{ digest: Digest }[]>`
    DELETE FROM container_tags t USING container_manifests m
    WHERE t.repository_id = ${repositoryId} AND t.name = ${name} AND m.id = t.manifest_id RETURNING m.digest`
  return row?.digest
}

/** At most `limit` names of a repository's tags after `after`, in the order of their bytes. */
export async function listTagNames(
  connection: Connection,
  repositoryId: number,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const rows = await connection.$queryRaw<{ name: string }[]>`
    SELECT name FROM container_tags WHERE repository_id = ${repositoryId} AND name > ${after}
    ORDER BY name LIMIT ${limit}`
  return rows.map(({ name }) => name)
}
