import type { ActorName } from '@/lib/domain/actor'
import { holdUpload, type UploadName } from './hold-upload'
import { openUploads } from './open-uploads'

/** Ends an upload with all that has arrived. Errors: as `openImage` and `holdUpload`. */
export async function cancelUpload(bearer: ActorName, { imageName, id }: UploadName): Promise<void> {
  await holdUpload(await openUploads(bearer, imageName), id, (claim) => claim.remove())
}
