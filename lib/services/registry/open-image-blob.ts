import { findContainerBlob, noteBlobUse } from '@/lib/data/container-blobs'
import { decide } from '@/lib/domain/ability'
import type { ActorName } from '@/lib/domain/actor'
import type { Digest } from '@/lib/domain/digest'
import { RegistryError } from '@/lib/domain/registry-error'
import { log } from '@/lib/log'
import { hasBlob } from '@/lib/storage/blobs'
import { openImage } from './open-image'

/** A blob that an actor may read through an image. */
export interface ImageBlob {
  projectId: number
  digest: Digest
  /** In bytes. */
  size: number
}

/** The collector lets a day pass since the last use, so that it need not be known to the minute. */
const noteEveryMilliseconds = 3_600_000

/**
 * The blob of this digest in an image, for an actor who may pull it; whoever may push relies on its staying there.
 * Errors: as `openImage`; `BLOB_UNKNOWN`, also for one that other images have.
 */
export async function openImageBlob(
  bearer: ActorName,
  imageName: string,
  digest: Digest,
): Promise<ImageBlob> {
  const { actor, project, name } = await openImage(bearer, 'pull_image', imageName)
  const blob = await findContainerBlob(project.id, name, digest)
  if (!blob) throw new RegistryError('BLOB_UNKNOWN')
  if (!(await hasBlob(digest, blob.size))) {
    // a client that pushes it then sends it, and all is well again
    log.error({ digest }, 'a blob is not on disk')
    throw new RegistryError('BLOB_UNKNOWN')
  }
  const isOld = Date.now() - blob.usedAt.getTime() > noteEveryMilliseconds
  if (isOld && decide(actor, 'push_image', project) === 'allow') await noteBlobUse(blob)
  return { projectId: project.id, digest, size: blob.size }
}
