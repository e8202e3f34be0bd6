import { z } from 'zod'
import { type Digest, isDigest } from './digest'
import { RegistryError } from './registry-error'

/** What a manifest may take up; as CNCF Distribution has it. */
export const manifestBytesMax = 4 * 1024 * 1024
/** How many layers, or manifests of an index, one manifest may name. */
export const manifestEntriesMax = 1000
const depthMax = 100
const textCharactersMax = 255

/** The kinds of manifests that are taken, and whether each names layers or further manifests. */
const shapes = {
  'application/vnd.oci.image.manifest.v1+json': 'layers',
  'application/vnd.oci.image.index.v1+json': 'manifests',
  'application/vnd.docker.distribution.manifest.v2+json': 'layers',
  'application/vnd.docker.distribution.manifest.list.v2+json': 'manifests',
} as const

export type ManifestMediaType = keyof typeof shapes

export const manifestMediaTypes = Object.keys(shapes) as ManifestMediaType[]
/** Of those that name further manifests. */
export const indexMediaTypes = manifestMediaTypes.filter((type) => shapes[type] === 'manifests')

export const indexMediaType = 'application/vnd.oci.image.index.v1+json' satisfies ManifestMediaType

/** Configs of what a container runs from; a manifest with any other is of an artifact. */
const imageConfigs = [
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
]

/** Layers that may be had from elsewhere alone: their `urls` are passed on, and never asked. */
const foreignLayer =
  /^application\/vnd\.(?:oci\.image\.layer\.nondistributable\.v1\.tar(?:\+(?:gzip|zstd))?|docker\.image\.rootfs\.foreign\.diff\.tar(?:\.gzip)?)$/

/** Text that PostgreSQL can hold, too: neither NUL nor half a character. */
const text = z.string().refine((value) => !value.includes('\0') && !/\p{Surrogate}/u.test(value), {
  error: 'not well-formed text',
})
const word = text.max(textCharactersMax)
const annotations = z.record(text, text).nullish()

const platform = z.object({ os: word, architecture: word, variant: word.nullish() }).nullish()

const descriptor = z.object({
  mediaType: word.min(1),
  digest: z.string().refine(isDigest, { error: 'not a digest' }),
  size: z.int().nonnegative(),
  artifactType: word.nullish(),
  annotations,
  platform,
})

export type Descriptor = z.output<typeof descriptor>

/** A list of Go's, which writes an empty one as null. */
const descriptors = z
  .array(descriptor)
  .max(manifestEntriesMax)
  .nullish()
  .transform((list) => list ?? [])

const common = {
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  artifactType: word.nullish(),
  subject: descriptor.nullish(),
  annotations,
}
const absent = z.never({ error: 'has no place in a manifest of this media type' }).optional()

const bodies = {
  layers: z.object({
    ...common,
    config: descriptor,
    layers: descriptors,
    manifests: absent,
    fsLayers: absent,
  }),
  manifests: z.object({
    ...common,
    manifests: descriptors,
    config: absent,
    layers: absent,
    fsLayers: absent,
  }),
}

type Body = z.output<(typeof bodies)['layers']> | z.output<(typeof bodies)['manifests']>

/** Something that a manifest names, by digest, and of how many bytes it says that it is. */
export interface Named {
  digest: Digest
  size: number
}

/** What the registry knows of a manifest's bytes. */
export interface ImageManifest {
  mediaType: ManifestMediaType
  kind: 'image' | 'index' | 'artifact'
  artifactType: string | undefined
  /** The config of an image, to read its platform from. */
  config: Named | undefined
  /** Blobs that must be there, once each. */
  blobs: Named[]
  /** Layers that may be elsewhere. */
  foreignBlobs: Digest[]
  /** Manifests of an index, which must be there, once each. */
  children: Named[]
  subject: Digest | undefined
  annotations: Record<string, string> | undefined
  /** Of an index, what its descriptors say: `os/architecture[/variant]`, once each. */
  platforms: string[]
  /** Of the manifest itself and the blobs that must be there. */
  bytes: number
}

/** A manifest that is about another one, as an index names it. */
export interface Referrer extends Named {
  mediaType: ManifestMediaType
  artifactType: string | null
  annotations: Record<string, string> | null
}

/**
 * What these bytes say that were pushed as a media type (parameters of the type are passed over):
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md and image-index.md, and Docker's schema 2. Error:
 * `MANIFEST_INVALID`, with what is wrong, for everything that two readers could understand differently, too: duplicate
 * keys, a byte-order mark, a media type that is not the pushed one, layers beside manifests (CVE-2021-41190).
 */
export function parseManifest(bytes: Uint8Array, contentType: string): ImageManifest {
  const mediaType = (contentType.split(';')[0] ?? '').trim().toLowerCase()
  if (!isManifestMediaType(mediaType)) throw invalid('its media type is not one that is kept here')
  const body = readBody(bytes, mediaType)
  if (body.mediaType !== mediaType && (body.mediaType !== undefined || mediaType.includes('docker')))
    throw invalid('its mediaType is not the Content-Type it was pushed with')
  const { layers, entries, config } = partsOf(body)

  const children = entries.filter((entry) => isManifestMediaType(entry.mediaType))
  // an index may name anything: the caches of BuildKit name layers
  const others = entries.filter((entry) => !isManifestMediaType(entry.mediaType))
  const isForeign = (layer: Descriptor) => foreignLayer.test(layer.mediaType)
  const needed = [...(config ? [config] : []), ...layers.filter((layer) => !isForeign(layer)), ...others]
  const blobs = once(needed)
  const isImage = config !== undefined && imageConfigs.includes(config.mediaType)
  return {
    mediaType,
    kind: shapes[mediaType] === 'manifests' ? 'index' : isImage ? 'image' : 'artifact',
    artifactType: body.artifactType || config?.mediaType,
    config: isImage ? named(config) : undefined,
    blobs,
    foreignBlobs: [...new Set(layers.filter(isForeign).map(({ digest }) => digest))],
    children: once(children),
    subject: body.subject?.digest,
    annotations: body.annotations ?? undefined,
    platforms: [...new Set(entries.flatMap((entry) => platformOf(entry.platform)))],
    bytes: blobs.reduce((sum, { size }) => sum + size, bytes.length),
  }
}

/** True for the media types of the manifests that are kept here. */
export function isManifestMediaType(mediaType: string): mediaType is ManifestMediaType {
  return Object.hasOwn(shapes, mediaType)
}

/**
 * The platform that an image's config names, as `os/architecture[/variant]`; none where it names none, or is no config:
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md
 */
export function platformsOfConfig(bytes: Uint8Array): string[] {
  try {
    return platformOf(platform.parse(JSON.parse(new TextDecoder().decode(bytes))))
  } catch {
    return []
  }
}

/** None for what is not to be run: attestations are of the platform unknown/unknown. */
function platformOf(found: z.output<typeof platform>): string[] {
  if (!found?.os || !found.architecture || found.os === 'unknown') return []
  return [[found.os, found.architecture, ...(found.variant ? [found.variant] : [])].join('/')]
}

function readBody(bytes: Uint8Array, mediaType: ManifestMediaType): Body {
  const { source, value } = readJson(bytes)
  if (countKeys(value) !== countKeysIn(source)) throw invalid('a key comes twice')
  const { success, data, error } = bodies[shapes[mediaType]].safeParse(value)
  if (success) return data
  const [issue] = error.issues
  throw invalid(`${issue?.path.join('.') || 'it'}: ${issue?.message}`)
}

function readJson(bytes: Uint8Array): { source: string; value: unknown } {
  try {
    const source = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return { source, value: JSON.parse(source) }
  } catch {
    throw invalid('it is not JSON')
  }
}

/** How many keys a value has; those that came twice in its source have become one. */
function countKeys(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null) return 0
  if (depth > depthMax) throw invalid('it is nested too deeply')
  const own = Array.isArray(value) ? 0 : Object.keys(value).length
  return Object.values(value).reduce<number>((sum, item) => sum + countKeys(item, depth + 1), own)
}

/** How many keys this JSON text has, each as often as it comes: its strings that a colon follows. */
function countKeysIn(source: string): number {
  let keys = 0
  for (const [, colon] of source.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) if (colon) keys++
  return keys
}

function partsOf(body: Body): {
  layers: Descriptor[]
  entries: Descriptor[]
  config: Descriptor | undefined
} {
  return body.config
    ? { layers: body.layers, entries: [], config: body.config }
    : { layers: [], entries: body.manifests ?? [], config: undefined }
}

/** Each digest once; one that is named with two sizes is wrong with one of them. */
function once(list: readonly Descriptor[]): Named[] {
  const sizes = new Map<Digest, number>()
  for (const { digest, size } of list) {
    if ((sizes.get(digest) ?? size) !== size) throw invalid(`${digest} is named with two sizes`)
    sizes.set(digest, size)
  }
  return [...sizes].map(([digest, size]) => ({ digest, size }))
}

function named({ digest, size }: Descriptor): Named {
  return { digest, size }
}

function invalid(reason: string): RegistryError {
  return new RegistryError('MANIFEST_INVALID', `manifest invalid: ${reason}`)
}
