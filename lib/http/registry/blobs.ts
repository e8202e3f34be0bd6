import { type ByteRange, readByteRange } from '@/lib/domain/byte-range'
import { type Digest, isDigest } from '@/lib/domain/digest'
import { RegistryError } from '@/lib/domain/registry-error'
import { sendBytes } from '@/lib/http/send-bytes'
import { deleteImageBlob } from '@/lib/services/registry/delete-image-blob'
import { type ImageBlob, openImageBlob } from '@/lib/services/registry/open-image-blob'
import { readImageBlob } from '@/lib/services/registry/read-image-blob'
import { isKnown } from './if-none-match'
import type { RegistryRequest } from './registry-request'

/** GET, HEAD and DELETE of a blob: https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-blobs */
export async function answerBlob(request: RegistryRequest): Promise<Response> {
  const { c, bearer, name, last } = request
  if (!isDigest(last)) throw new RegistryError('DIGEST_INVALID')
  if (c.req.method === 'DELETE') return removeBlob(request, last)
  const blob = await openImageBlob(bearer, name, last)
  if (isKnown(c.req.header('if-none-match'), last)) return c.body(null, 304, headersOf(blob))
  if (c.req.method === 'HEAD')
    return c.body(null, 200, { ...headersOf(blob), 'Content-Length': String(blob.size) })
  const range = readByteRange(c.req.header('range'), blob.size)
  if (range === 'unsatisfiable') {
    c.header('Content-Range', `bytes */${blob.size}`)
    throw new RegistryError('RANGE_INVALID', 'no such bytes')
  }
  return sendBlob(request, blob, range)
}

async function sendBlob(
  { c, bearer }: RegistryRequest,
  blob: ImageBlob,
  range: ByteRange | undefined,
): Promise<Response> {
  const body = await readImageBlob(bearer, blob, range, () => c.env.outgoing.destroy())
  return sendBytes(c, body, { headers: headersOf(blob), size: blob.size, range })
}

function headersOf({ digest }: ImageBlob): Record<string, string> {
  return {
    'Content-Type': 'application/octet-stream',
    'Docker-Content-Digest': digest,
    ETag: `"${digest}"`,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, max-age=31536000, immutable',
  }
}

async function removeBlob({ c, bearer, name }: RegistryRequest, digest: Digest): Promise<Response> {
  await deleteImageBlob(bearer, name, digest)
  return c.body(null, 202)
}
