import { transaction } from '@/lib/data/client'
import { findContainerBlob, unlinkBlob } from '@/lib/data/container-blobs'
import type { Actor } from '@/lib/domain/actor'
import type { Digest } from '@/lib/domain/digest'
import { RegistryError } from '@/lib/domain/registry-error'
import { openImageToWrite } from './open-image'

/**
 * Takes a blob out of an image; its bytes stay for whatever else has them. Errors: as `openImageToWrite`; `BLOB_UNKNOWN`;
 * `UNSUPPORTED` where a manifest names it, which would be half an image then.
 */
export function deleteImageBlob(actor: Actor, imageName: string, digest: Digest): Promise<void> {
  return transaction(async (tx) => {
    const { project, name } = await openImageToWrite(tx, actor, 'delete_image', imageName)
    const blob = await findContainerBlob(project.id, name, digest, tx)
    if (!blob) throw new RegistryError('BLOB_UNKNOWN')
    if ((await unlinkBlob(tx, blob)) === 'held')
      throw new RegistryError('UNSUPPORTED', 'a manifest names this blob: delete the manifest instead')
  })
}
