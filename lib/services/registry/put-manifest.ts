import { createHash } from 'node:crypto'
import { type Transaction, transaction } from '@/lib/data/client'
import { holdBlobs, holdManifests, insertManifest } from '@/lib/data/container-manifests'
import { ensureContainerRepository } from '@/lib/data/container-repositories'
import { putTag } from '@/lib/data/container-tags'
import type { Actor, ActorName } from '@/lib/domain/actor'
import { type Digest, partsOf } from '@/lib/domain/digest'
import { type ImageManifest, type Named, parseManifest } from '@/lib/domain/image-manifest'
import type { ManifestReference } from '@/lib/domain/manifest-reference'
import { RegistryError } from '@/lib/domain/registry-error'
import { openImage } from './open-image'
import { readPlatforms } from './read-platforms'

interface Push {
  imageName: string
  reference: ManifestReference
  contentType: string
  /** At most `manifestBytesMax`. */
  content: Uint8Array<ArrayBuffer>
}

/**
 * Keeps a manifest of an image, and lets the tag name it that it was pushed under. What it names is there at that moment
 * and stays as long as the manifest does. Of several who push one tag at once the last to commit has it. Errors: those of
 * `openImage` and `parseManifest`; `DIGEST_INVALID` where the bytes have another digest than they were pushed
 * under, `MANIFEST_BLOB_UNKNOWN` with what the image lacks, `MANIFEST_INVALID` for a size that is not the true one.
 */
export async function putManifest(
  bearer: ActorName,
  { imageName, reference, contentType, content }: Push,
): Promise<{ digest: Digest; subject: Digest | undefined }> {
  const digest = digestOf(content, reference)
  const manifest = parseManifest(content, contentType)
  await transaction(async (tx) => {
    const { actor, project, name } = await openImage(bearer, 'push_image', imageName, tx)
    const repositoryId = await ensureContainerRepository(tx, project.id, name)
    const { blobs, childBytes } = await hold(tx, repositoryId, manifest)
    const { mediaType, artifactType, annotations, subject } = manifest
    const manifestId = await insertManifest(tx, {
      ...{ repositoryId, digest, mediaType, content, artifactType, annotations, subject, blobs },
      platforms: await readPlatforms(manifest),
      imageSize: manifest.kind === 'index' ? childBytes : BigInt(manifest.bytes),
      publisherName: publisherOf(actor),
    })
    if ('tag' in reference) await putTag(tx, repositoryId, reference.tag, manifestId)
  })
  return { digest, subject: manifest.subject }
}

function digestOf(content: Uint8Array, reference: ManifestReference): Digest {
  const { algorithm } = 'digest' in reference ? partsOf(reference.digest) : { algorithm: 'sha256' as const }
  const digest: Digest = `${algorithm}:${createHash(algorithm).update(content).digest('hex')}`
  if ('digest' in reference && reference.digest !== digest) throw new RegistryError('DIGEST_INVALID')
  return digest
}

/** Blobs that may be elsewhere are held where they are here. */
async function hold(
  tx: Transaction,
  repositoryId: number,
  { blobs, foreignBlobs, children }: ImageManifest,
): Promise<{ blobs: Digest[]; childBytes: bigint }> {
  const links = await holdBlobs(tx, repositoryId, [...blobs.map(({ digest }) => digest), ...foreignBlobs])
  for (const blob of blobs) requireSize(blob, links.get(blob.digest))
  if (children.length === 0) return { blobs: [...links.keys()], childBytes: 0n }
  const manifests = await holdManifests(
    tx,
    repositoryId,
    children.map(({ digest }) => digest),
  )
  for (const child of children) requireSize(child, manifests.get(child.digest)?.size)
  const childBytes = [...manifests.values()].reduce((sum, { imageSize }) => sum + imageSize, 0n)
  return { blobs: [...links.keys()], childBytes }
}

function requireSize({ digest, size }: Named, found: number | bigint | undefined): void {
  if (found === undefined)
    throw new RegistryError(
      'MANIFEST_BLOB_UNKNOWN',
      `manifest references a manifest or blob unknown to registry: ${digest}`,
    )
  if (BigInt(found) !== BigInt(size))
    throw new RegistryError('MANIFEST_INVALID', `manifest invalid: ${digest} has ${found} bytes, not ${size}`)
}

function publisherOf(actor: Actor): string {
  if (actor.kind === 'nobody') return ''
  return actor.kind === 'user' ? actor.username : actor.name
}
