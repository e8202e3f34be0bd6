import type { Context } from 'hono'
import { manifestBytesMax } from '@/lib/domain/image-manifest'
import { type ManifestReference, parseManifestReference } from '@/lib/domain/manifest-reference'
import { RegistryError } from '@/lib/domain/registry-error'
import type { Door } from '@/lib/http/door'
import { refreshActor } from '@/lib/services/access/refresh-actor'
import { deleteManifest } from '@/lib/services/registry/delete-manifest'
import { deleteTag } from '@/lib/services/registry/delete-tag'
import { findManifest } from '@/lib/services/registry/find-manifest'
import { openImage } from '@/lib/services/registry/open-image'
import { putManifest } from '@/lib/services/registry/put-manifest'
import { isKnown } from './if-none-match'
import type { RegistryRequest } from './registry-request'

type ManifestRequest = RegistryRequest & { reference: ManifestReference }

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests, and what follows there */
export async function answerManifest(request: RegistryRequest): Promise<Response> {
  const reference = parseManifestReference(request.last)
  const { method } = request.c.req
  if (method === 'PUT') return put({ ...request, reference })
  if (method === 'DELETE') return remove({ ...request, reference })
  return get({ ...request, reference })
}

/** What is stored, whatever the client says that it accepts: a digest names one sequence of bytes. */
async function get({ c, bearer, name, reference }: ManifestRequest): Promise<Response> {
  const { digest, mediaType, content } = await findManifest(bearer, name, reference)
  const headers = { 'Docker-Content-Digest': digest, ETag: `"${digest}"` }
  if (isKnown(c.req.header('if-none-match'), digest)) return c.body(null, 304, headers)
  const body = { ...headers, 'Content-Type': mediaType, 'Content-Length': String(content.length) }
  return c.req.method === 'HEAD' ? c.body(null, 200, body) : c.body(content, 200, body)
}

async function put({ c, bearer, name: imageName, reference }: ManifestRequest): Promise<Response> {
  const contentType = c.req.header('content-type')
  if (!contentType) throw new RegistryError('MANIFEST_INVALID', 'manifest invalid: it has no Content-Type')
  // asked again when it is stored: until then nobody else has us read so much
  await openImage(bearer, 'push_image', imageName)
  const content = await readManifest(c)
  const { digest, subject } = await putManifest(bearer, { imageName, reference, contentType, content })
  return c.body(null, 201, {
    Location: `/v2/${imageName}/manifests/${digest}`,
    'Docker-Content-Digest': digest,
    ...(subject && { 'OCI-Subject': subject }),
  })
}

/** Refused as soon as it is known to be too large: nobody keeps more of it than may be. */
async function readManifest(c: Context<Door>): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(c.req.header('content-length') ?? 0) > manifestBytesMax)
    throw new RegistryError('MANIFEST_TOO_LARGE')
  const body: AsyncIterable<Uint8Array> | undefined = c.req.raw.body ?? undefined
  return body ? gather(body) : new Uint8Array()
}

async function gather(body: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of body) {
      bytes += chunk.length
      if (bytes > manifestBytesMax) break
      chunks.push(chunk)
    }
  } catch {
    // the client has gone: no fault of ours, and nobody reads this
    throw new RegistryError('MANIFEST_INVALID', 'manifest invalid: it broke off')
  }
  if (bytes > manifestBytesMax) throw new RegistryError('MANIFEST_TOO_LARGE')
  return Buffer.concat(chunks)
}

async function remove({ c, bearer, name: imageName, reference }: ManifestRequest): Promise<Response> {
  // the audit log names who; no ticket lets anybody else delete
  const actor = await refreshActor(bearer)
  if (actor.kind !== 'user') throw new RegistryError('UNAUTHORIZED')
  const address = c.get('address')
  await ('tag' in reference
    ? deleteTag(actor, { imageName, tag: reference.tag, address })
    : deleteManifest(actor, { imageName, digest: reference.digest, address }))
  return c.body(null, 202)
}
