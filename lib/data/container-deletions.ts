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
