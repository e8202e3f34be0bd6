import { createHash } from 'node:crypto'

// Images as they lie in the tables once they have been pushed, for what only looks at them.

export interface ImageWishes {
  /** Below its project. */
  name?: string
  tags?: readonly string[]
  /** Images of different contents have different digests. */
  content?: string
  platforms?: readonly string[]
  publisherName?: string
  layerBytes?: number
  /** How long ago it was pushed. */
  hoursAgo?: number
}

export interface ImageRows {
  text: string
  values: unknown[]
  digest: string
  /** Of its configuration. */
  configDigest: string
}

/** One statement that gives the project at a full path an image; its row has the image repository's number as `id`. */
export function imageRows(fullPath: string, wishes: ImageWishes): ImageRows {
  const { name = '', tags = ['latest'], content = 'an image', hoursAgo = 0 } = wishes
  const { platforms = ['linux/amd64'], publisherName = 'Somebody', layerBytes = 1_500_000 } = wishes
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const configDigest = digestOf(`configuration of ${content}`)
  const layer = {
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    digest: digestOf(`layer of ${content}`),
    size: layerBytes,
  }
  const config = {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: configDigest,
    size: 1000,
  }
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [layer] })
  const blobs = [config, layer]
  return {
    text: `
      WITH repository AS (
        INSERT INTO container_repositories (project_id, name)
        SELECT project_id, $2 FROM routes WHERE path = $1
        ON CONFLICT (project_id, name) DO UPDATE SET name = excluded.name RETURNING id
      ), blob AS (
        INSERT INTO blobs (digest, size) SELECT * FROM unnest($3::text[], $4::bigint[]) ON CONFLICT DO NOTHING
      ), link AS (
        INSERT INTO container_blobs (repository_id, digest) SELECT id, unnest($3::text[]) FROM repository
        ON CONFLICT DO NOTHING
      ), manifest AS (
        INSERT INTO container_manifests (repository_id, digest, media_type, content, image_size, platforms,
          publisher_name, created_at)
        SELECT id, $5, $6, convert_to($7, 'UTF8'), $8::bigint, $9::text[], $10, now() - make_interval(hours => $12::int)
        FROM repository RETURNING id, repository_id
      ), named AS (
        INSERT INTO container_manifest_blobs (manifest_id, repository_id, digest)
        SELECT id, repository_id, unnest($3::text[]) FROM manifest
      ), tag AS (
        INSERT INTO container_tags (repository_id, manifest_id, name, updated_at)
        SELECT repository_id, id, unnest($11::text[]), now() - make_interval(hours => $12::int) FROM manifest
      )
      SELECT id FROM repository`,
    values: [
      fullPath,
      name,
      blobs.map(({ digest }) => digest),
      blobs.map(({ size }) => size),
      digestOf(manifest),
      mediaType,
      manifest,
      blobs.reduce((sum, { size }) => sum + size, 0),
      [...platforms],
      publisherName,
      [...tags],
      hoursAgo,
    ],
    digest: digestOf(manifest),
    configDigest,
  }
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}
