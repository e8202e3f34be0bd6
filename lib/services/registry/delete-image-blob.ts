import { transaction } from '@/lib/data/client'
import { findContainerBlob, unlinkBlob } from '@/lib/data/container-blobs'
import type { ActorName } from '@/lib/domain/actor'
import type { Digest } from '@/lib/domain/digest'
import { RegistryError } from '@/lib/domain/registry-error'
import { openImage } from './open-image'

/**
 * Takes a blob out of an image; its bytes stay for whatever else has them. Errors: as `openImage`; `BLOB_UNKNOWN`;
 * `UNSUPPORTED` where a manifest names it, which would be half an image then.
 */
export function deleteImageBlob(bearer: ActorName, imageName: string, digest: Digest): Promise<void> {
  return transaction(async (tx) => {
    const { project, name } = await openImage(bearer, 'delete_image', imageName, tx)
    const blob = await findContainerBlob(project.id, name, digest, tx)
    if (!blob) throw new RegistryError('BLOB_UNKNOWN')
    if ((await unlinkBlob(tx, blob)) === 'held')
      throw new RegistryError('UNSUPPORTED', 'a manifest names this blob: delete the manifest instead')
  })
}
