import type { ActorName } from '@/lib/domain/actor'
import { beginUpload } from '@/lib/storage/uploads'
import { openUploads } from './open-uploads'

/** Begins an upload to an image, and gives its id. Errors: as `openImage`. */
export async function startUpload(bearer: ActorName, imageName: string): Promise<string> {
  return beginUpload(await openUploads(bearer, imageName))
}
