import type { ActorName } from '@/lib/domain/actor'
import type { ByteRange } from '@/lib/domain/byte-range'
import type { DigestAlgorithm } from '@/lib/domain/digest'
import { RegistryError } from '@/lib/domain/registry-error'
import { confirmTransfer } from '@/lib/services/git/confirm-transfer'
import type { UploadClaim, UploadOwner } from '@/lib/storage/uploads'

/** What a client sends of a blob. */
export interface Chunk {
  /** Asked for once the actor is let in: a client that waits to be told so then sends nothing in vain. */
  openBody: () => ReadableStream<Uint8Array>
  /** How many bytes, where the client says so. */
  bytes: number | undefined
  /** Which bytes of the blob, where the client says so: they must be the next. */
  range: ByteRange | undefined
}

/** Docker's own layers are far below. */
export const blobBytesMax = 10 * 1024 ** 3

/**
 * Adds a chunk to an upload, for as long as the actor may push. Errors: `RANGE_INVALID` for bytes that are not the next,
 * or not as many as said; `SIZE_INVALID` for a blob of more than 10 GiB; those of `UploadClaim.append` and `confirmTransfer`.
 */
export async function receiveChunk(
  bearer: ActorName,
  { projectId }: UploadOwner,
  claim: UploadClaim,
  { openBody, bytes, range }: Chunk,
  algorithm: DigestAlgorithm = 'sha256',
): Promise<void> {
  const bytesMax = range ? range.last + 1 : blobBytesMax
  if (range && (range.first !== claim.size || (bytes !== undefined && claim.size + bytes !== bytesMax)))
    throw new RegistryError('RANGE_INVALID')
  if (Math.max(bytesMax, claim.size + (bytes ?? 0)) > blobBytesMax) throw tooLarge()
  const confirm = () => confirmTransfer(bearer, 'push_image', projectId)
  const tooMany = () => (range ? new RegistryError('RANGE_INVALID') : tooLarge())
  await claim.append({ body: openBody(), bytesMax, confirm }, algorithm, tooMany)
  if (range && claim.size !== bytesMax) throw new RegistryError('RANGE_INVALID')
}

function tooLarge(): RegistryError {
  return new RegistryError('SIZE_INVALID', 'a blob has at most 10 GiB')
}
