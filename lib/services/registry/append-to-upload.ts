import type { ActorName } from '@/lib/domain/actor'
import { holdUpload, type UploadName } from './hold-upload'
import { openUploads } from './open-uploads'
import { type Chunk, receiveChunk } from './receive-chunk'

/** Adds a chunk to an upload, and gives the bytes that have arrived of it. Errors: as `openImage`, `holdUpload`, `receiveChunk`. */
export async function appendToUpload(
  bearer: ActorName,
  { imageName, id }: UploadName,
  chunk: Chunk,
): Promise<number> {
  const owner = await openUploads(bearer, imageName)
  let size = 0
  await holdUpload(owner, id, async (claim) => {
    await receiveChunk(bearer, owner, claim, chunk)
    size = claim.size
  })
  return size
}
