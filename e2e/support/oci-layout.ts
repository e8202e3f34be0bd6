import { createHash, randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

interface Descriptor {
  mediaType: string
  digest: string
  size: number
}

export interface OciLayout {
  /** Of what the tag `image` names: the one manifest, or the index of several. */
  digest: string
  /** Of the manifests for each platform. */
  manifests: string[]
  /** Bytes that a pull gets, of each manifest: itself, its layer and its configuration. */
  sizes: number[]
}

/**
 * A new image in a folder, as `skopeo copy oci:folder:image` reads it: one manifest with a random layer for each
 * platform, and an index where there are several: https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md
 */
export async function writeOciLayout(folder: string, architectures: readonly string[]): Promise<OciLayout> {
  await mkdir(path.join(folder, 'blobs', 'sha256'), { recursive: true })
  const write = (mediaType: string, content: Uint8Array | string) => writeBlob(folder, mediaType, content)
  const made = await Promise.all(architectures.map((architecture) => writeImage(write, architecture)))
  const manifests = made.map(({ manifest }) => manifest)
  const [first] = manifests
  if (!first) throw new Error('an image has a platform')
  const index = { schemaVersion: 2, mediaType: indexType, manifests }
  const named = manifests.length === 1 ? first : await write(indexType, JSON.stringify(index))
  const tagged = { ...named, annotations: { 'org.opencontainers.image.ref.name': 'image' } }
  await writeFile(path.join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [tagged] }))
  await writeFile(path.join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
  return {
    digest: named.digest,
    manifests: manifests.map(({ digest }) => digest),
    sizes: made.map(({ size }) => size),
  }
}

const indexType = 'application/vnd.oci.image.index.v1+json'
const manifestType = 'application/vnd.oci.image.manifest.v1+json'

async function writeImage(
  write: (mediaType: string, content: Uint8Array | string) => Promise<Descriptor>,
  architecture: string,
) {
  const platform = { os: 'linux', architecture }
  const bytes = randomBytes(2048)
  // compressed, or a client would do it and so change the digest
  const layer = await write('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(bytes))
  const config = await write(
    'application/vnd.oci.image.config.v1+json',
    JSON.stringify({ ...platform, rootfs: { type: 'layers', diff_ids: [digestOf(bytes)] } }),
  )
  const image = { schemaVersion: 2, mediaType: manifestType, config, layers: [layer] }
  const manifest = await write(manifestType, JSON.stringify(image))
  return { manifest: { ...manifest, platform }, size: manifest.size + layer.size + config.size }
}

async function writeBlob(
  folder: string,
  mediaType: string,
  content: Uint8Array | string,
): Promise<Descriptor> {
  const digest = digestOf(content)
  await writeFile(path.join(folder, 'blobs', ...digest.split(':')), content)
  return { mediaType, digest, size: Buffer.byteLength(content) }
}

function digestOf(content: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}
