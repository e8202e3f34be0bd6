import type { ActorName } from '@/lib/domain/actor'
import { RegistryError } from '@/lib/domain/registry-error'
import { findUploadSize } from '@/lib/storage/uploads'
import type { UploadName } from './hold-upload'
import { openUploads } from './open-uploads'

/** How many bytes of an upload have arrived. Errors: as `openImage`; `BLOB_UPLOAD_UNKNOWN`. */
export async function viewUpload(bearer: ActorName, { imageName, id }: UploadName): Promise<number> {
  const size = await findUploadSize(await openUploads(bearer, imageName), id)
  if (size === undefined) throw new RegistryError('BLOB_UPLOAD_UNKNOWN')
  return size
}
