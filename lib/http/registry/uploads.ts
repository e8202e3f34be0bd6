import type { ByteRange } from '@/lib/domain/byte-range'
import { type Digest, isDigest } from '@/lib/domain/digest'
import { isImageName } from '@/lib/domain/image-name'
import { RegistryError } from '@/lib/domain/registry-error'
import { covers } from '@/lib/domain/registry-ticket'
import { targetOf } from '@/lib/http/door'
import { appendToUpload } from '@/lib/services/registry/append-to-upload'
import { cancelUpload } from '@/lib/services/registry/cancel-upload'
import { finishUpload } from '@/lib/services/registry/finish-upload'
import { mountBlob } from '@/lib/services/registry/mount-blob'
import { pushBlob } from '@/lib/services/registry/push-blob'
import type { Chunk } from '@/lib/services/registry/receive-chunk'
import { startUpload as beginUpload } from '@/lib/services/registry/start-upload'
import { viewUpload } from '@/lib/services/registry/view-upload'
import { registryPrefix } from './registry-path'
import type { RegistryRequest } from './registry-request'

/** POST: https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-blobs */
export async function startUpload(request: RegistryRequest): Promise<Response> {
  const { c, bearer, access, name } = request
  const query = queryOf(request)
  if (query.has('digest')) {
    const digest = readDigest(query)
    await pushBlob(bearer, name, digest, chunkOf(request))
    return created(request, digest)
  }
  const mount = query.get('mount') ?? ''
  const from = query.get('from') ?? ''
  const isMountable = isDigest(mount) && isImageName(from) && covers(access, from, ['pull'])
  if (isMountable && (await mountBlob(bearer, name, { digest: mount, from }))) return created(request, mount)
  const id = await beginUpload(bearer, name)
  setUploadHeaders(request, id, 0)
  return c.body(null, 202)
}

/** PATCH, PUT, GET and DELETE of an upload that was begun. */
export async function answerUpload(request: RegistryRequest): Promise<Response> {
  const { c, bearer, name, last } = request
  const upload = { imageName: name, id: last }
  switch (c.req.method) {
    case 'PATCH':
      return withRange(request, async () => {
        setUploadHeaders(request, last, await appendToUpload(bearer, upload, chunkOf(request)))
        return c.body(null, 202)
      })
    case 'PUT':
      return withRange(request, () => finish(request))
    case 'DELETE':
      await cancelUpload(bearer, upload)
      return c.body(null, 204)
    default:
      setUploadHeaders(request, last, await viewUpload(bearer, upload))
      return c.body(null, 204)
  }
}

async function finish(request: RegistryRequest): Promise<Response> {
  const { c, bearer, name, last } = request
  const digest = readDigest(queryOf(request))
  const hasBody = c.req.header('content-length') !== '0'
  await finishUpload(bearer, { imageName: name, id: last }, digest, hasBody ? chunkOf(request) : undefined)
  return created(request, digest)
}

/** Whoever sends the wrong bytes is told which come next. */
async function withRange(request: RegistryRequest, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer()
  } catch (error) {
    const { bearer, name, last } = request
    if (error instanceof RegistryError && error.registryCode === 'RANGE_INVALID')
      setUploadHeaders(request, last, await viewUpload(bearer, { imageName: name, id: last }))
    throw error
  }
}

/** The id is one that was found: of our own making. */
function setUploadHeaders({ c, name }: RegistryRequest, id: string, size: number): void {
  c.header('Location', `${registryPrefix}/${name}/blobs/uploads/${id}`)
  c.header('Docker-Upload-UUID', id)
  c.header('Range', `0-${Math.max(0, size - 1)}`)
}

function created({ c, name }: RegistryRequest, digest: Digest): Response {
  return c.body(null, 201, {
    Location: `${registryPrefix}/${name}/blobs/${digest}`,
    'Docker-Content-Digest': digest,
  })
}

function queryOf({ c }: RegistryRequest): URLSearchParams {
  return new URLSearchParams(targetOf(c).search)
}

function readDigest(query: URLSearchParams): Digest {
  const [digest = '', second] = query.getAll('digest')
  if (second !== undefined || !isDigest(digest))
    throw new RegistryError('DIGEST_INVALID', 'no digest, or none that is known here')
  return digest
}

function chunkOf({ c }: RegistryRequest): Chunk {
  const length = c.req.header('content-length')
  return {
    openBody: () => c.req.raw.body ?? new Blob().stream(),
    bytes: length === undefined ? undefined : Number(length),
    range: readContentRange(c.req.header('content-range')),
  }
}

/** Registries have a form of their own: both ends, without a unit. */
function readContentRange(header: string | undefined): ByteRange | undefined {
  if (header === undefined) return undefined
  const [, first, last] = /^(\d+)-(\d+)$/.exec(header) ?? []
  if (first === undefined || Number(last) < Number(first)) throw new RegistryError('RANGE_INVALID')
  return { first: Number(first), last: Number(last) }
}
