import type { Actor } from '@/lib/domain/actor'
import type { ByteRange } from '@/lib/domain/byte-range'
import { RegistryError } from '@/lib/domain/registry-error'
import { confirmTransfer } from '@/lib/services/git/confirm-transfer'
import { openBlobFile, streamBlobFile } from '@/lib/storage/blobs'
import type { ImageBlob } from './open-image-blob'

/**
 * The bytes of a blob, or a range of them, for as long as the actor may pull; `onBreak` is called when they end before
 * their end. Errors: `BLOB_UNKNOWN` for one that has just gone; a plain one where other bytes are on disk.
 */
export async function streamImageBlob(
  actor: Actor,
  { projectId, digest, size }: ImageBlob,
  range: ByteRange | undefined,
  onBreak: () => void,
): Promise<ReadableStream<Uint8Array>> {
  const opened = await openBlobFile(digest, size)
  if (!opened) throw new RegistryError('BLOB_UNKNOWN')
  const confirm = () => confirmTransfer(actor, 'pull_image', projectId)
  return streamBlobFile(opened, range, { confirm, onBreak })
}
