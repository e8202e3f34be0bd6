import type { ActorName } from '@/lib/domain/actor'
import { type Digest, partsOf } from '@/lib/domain/digest'
import { beginUpload } from '@/lib/storage/uploads'
import { holdUpload } from './hold-upload'
import { openUploads } from './open-uploads'
import { type Chunk, receiveChunk } from './receive-chunk'
import { storeBlob } from './store-blob'

/** Makes one body a blob of an image; of what cannot become one nothing is left. Errors: as `finishUpload`. */
export async function pushBlob(
  bearer: ActorName,
  imageName: string,
  digest: Digest,
  chunk: Chunk,
): Promise<void> {
  const owner = await openUploads(bearer, imageName)
  await holdUpload(owner, await beginUpload(owner), async (claim) => {
    try {
      await receiveChunk(bearer, owner, claim, chunk, partsOf(digest).algorithm)
      await storeBlob(bearer, imageName, claim, digest)
    } catch (error) {
      await claim.remove()
      throw error
    }
  })
}
