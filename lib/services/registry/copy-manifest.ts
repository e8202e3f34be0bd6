import { database, transaction } from '@/lib/data/client'
import { findManifest, holdManifests, type ImageKey, insertManifest } from '@/lib/data/container-manifests'
import { ensureContainerRepository } from '@/lib/data/container-repositories'
import type { Digest } from '@/lib/domain/digest'
import { type ImageManifest, parseManifest, platformsOfConfig } from '@/lib/domain/image-manifest'
import { fetchBlob, fetchManifest } from '@/lib/storage/external-registry'

const configBytesMax = 1024 * 1024
/** What PostgreSQL can hold: the other registry takes whatever sizes a manifest claims. */
const imageSizeMax = 2n ** 63n - 1n

interface Original {
  /** As the other registry knows the image. */
  imageName: string
  digest: Digest
  publisherName: string
}

/**
 * Notes a manifest of the other registry, and of an index those that it names, unless that was done before or it is not
 * there. Its blobs stay where they are. Errors: `MANIFEST_INVALID`; `unavailable` where the registry does not answer.
 */
export async function copyManifest(image: ImageKey, original: Original): Promise<void> {
  const { imageName, digest, publisherName } = original
  if (await findManifest(database(), image, { digest })) return
  const fetched = await fetchManifest(imageName, digest)
  if (!fetched) return
  const manifest = parseManifest(fetched.bytes, fetched.mediaType)
  for (const child of manifest.children) await copyManifest(image, { ...original, digest: child.digest })
  const platforms = await platformsOf(imageName, manifest)
  await transaction(async (tx) => {
    const repositoryId = await ensureContainerRepository(tx, image.projectId, image.name)
    const { mediaType, artifactType, annotations, subject } = manifest
    const children = await holdManifests(
      tx,
      repositoryId,
      manifest.children.map((child) => child.digest),
    )
    const childBytes = [...children.values()].reduce((sum, child) => sum + child.imageSize, 0n)
    const imageSize = manifest.kind === 'index' ? childBytes : BigInt(manifest.bytes)
    await insertManifest(tx, {
      repositoryId,
      digest,
      content: fetched.bytes,
      imageSize: imageSize < imageSizeMax ? imageSize : imageSizeMax,
      ...{ mediaType, artifactType, annotations, subject, platforms, publisherName },
      blobs: [],
    })
  })
}

/** An image's are in its config; one that is not there, or is no config, names none. */
async function platformsOf(imageName: string, { config, platforms }: ImageManifest): Promise<string[]> {
  if (!config || config.size > configBytesMax) return platforms
  const bytes = await fetchBlob(imageName, config.digest, configBytesMax)
  return bytes ? platformsOfConfig(bytes) : []
}
