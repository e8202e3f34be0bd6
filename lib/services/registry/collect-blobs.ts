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
 * the bytes that nothing refers to. Every step is whole by itself; what fails is logged, and the next run begins there.
 */
export async function collectBlobs(before: Date): Promise<void> {
  await attempt('uploads', () => removeOldUploads(before))
  await attempt('links', () => unlinkAll(before))
  await attempt('blobs', () => removeUnused(before))
  await attempt('files', () => removeOrphans(before))
}

async function attempt(step: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    log.error({ err: error, step }, 'what nobody uses could not be collected')
  }
}

async function unlinkAll(before: Date): Promise<void> {
  while (await unlinkUnusedBlobs(before, batch)) {
    // the next batch
  }
}

async function removeUnused(before: Date): Promise<void> {
  let after = ''
  for (;;) {
    const digests = await listUnusedBlobs(before, after, batch)
    for (const digest of digests) await removeBlob(digest, before)
    const last = digests.at(-1)
    if (last === undefined) return
    after = last
  }
}

/** Row and file, while nobody else can rely on either; the file goes first, as a row without one is found and mended. */
function removeBlob(digest: Digest, before: Date): Promise<void> {
  return transaction(async (tx) => {
    await holdBlob(tx, digest)
    if (await deleteUnusedBlob(tx, digest, before)) await removeBlobFile(digest)
  })
}

/** Files that a crash, or a refusal at the last moment, left without a row. */
async function removeOrphans(before: Date): Promise<void> {
  for await (const digests of listBlobFiles(before)) {
    if (digests.length === 0) continue
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
