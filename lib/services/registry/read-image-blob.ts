import type { ActorName } from '@/lib/domain/actor'
import type { ByteRange } from '@/lib/domain/byte-range'
import { RegistryError } from '@/lib/domain/registry-error'
import { confirmTransfer } from '@/lib/services/git/confirm-transfer'
import { openBlobFile, type Pour, readBlobFile } from '@/lib/storage/blobs'
import type { ImageBlob } from './open-image-blob'

/**
 * The bytes of a blob, or a range of them, for as long as the actor may pull; `onStall` is called when the client does not
 * take them. Errors: `BLOB_UNKNOWN` for one that has just gone; a plain one where other bytes are on disk.
 */
export async function readImageBlob(
  bearer: ActorName,
  { projectId, digest, size }: ImageBlob,
  range: ByteRange | undefined,
  onStall: () => void,
): Promise<Uint8Array<ArrayBuffer> | Pour> {
  const opened = await openBlobFile(digest, size)
  if (!opened) throw new RegistryError('BLOB_UNKNOWN')
  const confirm = () => confirmTransfer(bearer, 'pull_image', projectId)
  return readBlobFile(opened, range, { confirm, onStall })
}
