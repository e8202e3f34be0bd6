import { deleteUnusedBlob, holdBlob, listUnknownBlobs, listUnusedBlobs } from '@/lib/data/blobs'
import { transaction } from '@/lib/data/client'
import { unlinkUnusedBlobs } from '@/lib/data/container-blobs'
import type { Digest } from '@/lib/domain/digest'
import { log } from '@/lib/log'
import { listBlobFiles, removeBlobFile } from '@/lib/storage/blobs'
import { removeOldUploads } from '@/lib/storage/uploads'

const batch = 200

/**
 * Removes what nobody has used since then: uploads that stopped, blobs that no manifest of their repository names, and
 * the bytes that nothing refers to, until the signal. Every step is whole by itself; what fails is logged, and left to the
 * next run.
 */
export async function collectBlobs(before: Date, signal: AbortSignal): Promise<void> {
  await attempt('uploads', () => removeOldUploads(before))
  await attempt('links', () => unlinkAll(before, signal))
  await attempt('blobs', () => removeUnused(before, signal))
  await attempt('files', () => removeOrphans(before, signal))
}

async function attempt(step: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    log.error({ err: error, step }, 'what nobody uses could not be collected')
  }
}

async function unlinkAll(before: Date, signal: AbortSignal): Promise<void> {
  let isMore = true
  while (isMore && !signal.aborted) isMore = await unlinkUnusedBlobs(before, batch)
}

async function removeUnused(before: Date, signal: AbortSignal): Promise<void> {
  let last: Digest | undefined
  do {
    const digests = await listUnusedBlobs(before, last ?? '', batch)
    for (const digest of digests) if (!signal.aborted) await removeBlob(digest, before)
    last = digests.at(-1)
  } while (last && !signal.aborted)
}

/** Row and file, while nobody else can rely on either; the file goes first, as a row without one is found and mended. */
function removeBlob(digest: Digest, before: Date): Promise<void> {
  return transaction(async (tx) => {
    await holdBlob(tx, digest)
    if (await deleteUnusedBlob(tx, digest, before)) await removeBlobFile(digest)
  })
}

/** Files that a crash, or a refusal at the last moment, left without a row. */
async function removeOrphans(before: Date, signal: AbortSignal): Promise<void> {
  for await (const digests of listBlobFiles(before)) {
    if (signal.aborted) return
    for (const digest of await listUnknownBlobs(digests)) await removeOrphan(digest)
  }
}

function removeOrphan(digest: Digest): Promise<void> {
  return transaction(async (tx) => {
    await holdBlob(tx, digest)
    const [orphan] = await listUnknownBlobs([digest], tx)
    if (orphan) await removeBlobFile(orphan)
  })
}
