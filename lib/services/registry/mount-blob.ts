import { holdBlob } from '@/lib/data/blobs'
import { type Transaction, transaction } from '@/lib/data/client'
import { findContainerBlob, linkBlob } from '@/lib/data/container-blobs'
import { ensureContainerRepository } from '@/lib/data/container-repositories'
import type { ActorName } from '@/lib/domain/actor'
import type { Digest } from '@/lib/domain/digest'
import { isDomainError } from '@/lib/domain/error'
import { hasBlob } from '@/lib/storage/blobs'
import { type Image, openImage } from './open-image'

/** A blob, and another image that has it. */
export interface Mount {
  digest: Digest
  from: string
}

/**
 * Makes a blob of one image readable through another. False, with nothing done and no sign of why, where the actor may
 * not pull that image or it has no such blob. Errors: as `openImage`, for the image that is pushed.
 */
export function mountBlob(bearer: ActorName, imageName: string, { digest, from }: Mount): Promise<boolean> {
  return transaction(async (tx) => {
    const { project, name } = await openImage(bearer, 'push_image', imageName, tx)
    const source = await openSource(tx, bearer, from)
    if (!source) return false
    await holdBlob(tx, digest)
    const blob = await findContainerBlob(source.project.id, source.name, digest, tx)
    if (!blob || !(await hasBlob(digest, blob.size))) return false
    await linkBlob(tx, await ensureContainerRepository(tx, project.id, name), digest)
    return true
  })
}

async function openSource(tx: Transaction, bearer: ActorName, from: string): Promise<Image | undefined> {
  try {
    return await openImage(bearer, 'pull_image', from, tx)
  } catch (error) {
    const refusals = ['not_found', 'forbidden', 'unauthenticated'] as const
    if (refusals.some((code) => isDomainError(error, code))) return undefined
    throw error
  }
}
