import type { ActorName } from '@/lib/domain/actor'
import { type Digest, partsOf } from '@/lib/domain/digest'
import { holdUpload, type UploadName } from './hold-upload'
import { openUploads } from './open-uploads'
import { type Chunk, receiveChunk } from './receive-chunk'
import { storeBlob } from './store-blob'

/** Adds the last chunk, if there is one, and makes the upload a blob. Errors: as `appendToUpload` and `storeBlob`. */
export async function finishUpload(
  bearer: ActorName,
  { imageName, id }: UploadName,
  digest: Digest,
  chunk: Chunk | undefined,
): Promise<void> {
  const owner = await openUploads(bearer, imageName)
  await holdUpload(owner, id, async (claim) => {
    if (chunk) await receiveChunk(bearer, owner, claim, chunk, partsOf(digest).algorithm)
    await storeBlob(bearer, imageName, claim, digest)
  })
}
