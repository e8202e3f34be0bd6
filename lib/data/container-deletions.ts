import { indexMediaTypes } from '@/lib/domain/image-manifest'
import type { Connection } from './client'

/** Deletes an image repository with everything in it; false where it was not there. Its blobs wait for the collector. */
export async function deleteRepository(tx: Connection, id: number): Promise<boolean> {
  return (await tx.$executeRaw`DELETE FROM container_repositories WHERE id = ${id}`) > 0
}

export interface DeletedTag {
  name: string
  /** Of its manifest, which stays. */
  digest: string
}

/** Takes these tags away, and gives those that were there, by name. */
export async function deleteTags(
  tx: Connection,
  repositoryId: number,
  names: readonly string[],
): Promise<DeletedTag[]> {
  return tx.$queryRaw<DeletedTag[]>`
    WITH deleted AS (
      DELETE FROM container_tags t USING container_manifests m
      WHERE t.repository_id = ${repositoryId} AND t.name = ANY (${[...names]}) AND m.id = t.manifest_id
      RETURNING t.name, m.digest)
    SELECT name, digest FROM deleted ORDER BY name`
}

/** Those of these tags that are there, by name. */
export async function findTags(
  tx: Connection,
  repositoryId: number,
  names: readonly string[],
): Promise<DeletedTag[]> {
  return tx.$queryRaw<DeletedTag[]>`
    SELECT t.name, m.digest FROM container_tags t JOIN container_manifests m ON m.id = t.manifest_id
    WHERE t.repository_id = ${repositoryId} AND t.name = ANY (${[...names]}) ORDER BY t.name`
}

/** The other tags that would lose what they name without the manifests of these: the same one, or one that an index holds. */
export async function findDependentTags(
  tx: Connection,
  repositoryId: number,
  names: readonly string[],
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT other.name
    FROM container_tags t JOIN container_manifests m ON m.id = t.manifest_id
    JOIN container_manifests held ON held.repository_id = m.repository_id AND (held.id = m.id
      OR held.media_type = ANY (${indexMediaTypes}) AND position(convert_to(m.digest, 'UTF8') IN held.content) > 0)
    JOIN container_tags other ON other.manifest_id = held.id
    WHERE t.repository_id = ${repositoryId} AND t.name = ANY (${[...names]}) AND other.name <> ALL (${[...names]})
    ORDER BY other.name`
  return rows.map(({ name }) => name)
}

/** The digests of all manifests of a repository, those that hold others first. */
export async function listDigests(tx: Connection, repositoryId: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ digest: string }[]>`
    SELECT digest FROM container_manifests WHERE repository_id = ${repositoryId}
    ORDER BY media_type = ANY (${indexMediaTypes}) DESC, id`
  return rows.map(({ digest }) => digest)
}

/** Deletes these manifests of a repository with all their tags. */
export async function deleteManifests(
  tx: Connection,
  repositoryId: number,
  digests: readonly string[],
): Promise<void> {
  await tx.containerManifest.deleteMany({ where: { repositoryId, digest: { in: [...digests] } } })
}
