import { transaction } from '@/lib/data/client'
import { insertContainerBlob } from '@/lib/data/container-blobs'
import type { ActorName } from '@/lib/domain/actor'
import { type Digest, partsOf } from '@/lib/domain/digest'
import { RegistryError } from '@/lib/domain/registry-error'
import { placeBlob, prepareBlobPlace } from '@/lib/storage/blobs'
import type { UploadClaim } from '@/lib/storage/uploads'
import { openImage } from './open-image'

/**
 * Makes what has arrived of an upload the blob of this digest, durable and readable through the image's repository, if
 * the actor may still push it. Errors: `DIGEST_INVALID` for other bytes, which are thrown away; those of `openImage`.
 */
export async function storeBlob(
  bearer: ActorName,
  imageName: string,
  claim: UploadClaim,
  digest: Digest,
): Promise<void> {
  if ((await claim.finish(partsOf(digest).algorithm)) !== digest) {
    await claim.remove()
    throw new RegistryError('DIGEST_INVALID')
  }
  await prepareBlobPlace(digest)
  await transaction(async (tx) => {
    const { project, name } = await openImage(bearer, 'push_image', imageName, tx)
    await insertContainerBlob(tx, { projectId: project.id, name }, digest, claim.size)
    // nobody sees the row before the transaction ends: by then the file is durable
    await placeBlob(claim.path, digest, claim.size)
  })
}
