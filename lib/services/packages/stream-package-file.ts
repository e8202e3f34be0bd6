import type { Actor } from '@/lib/domain/actor'
import type { ByteRange } from '@/lib/domain/byte-range'
import { DomainError } from '@/lib/domain/error'
import type { PackageFile } from '@/lib/domain/package'
import { confirmTransfer } from '@/lib/services/git/confirm-transfer'
import { openBlobFile, streamBlobFile } from '@/lib/storage/blobs'

/**
 * The bytes of a package's file, or a range of them, for as long as the actor may read the project's packages; `onBreak`
 * is called when they end before their end. Errors: `not_found` for a file that has just gone; a plain one where other
 * bytes are on disk.
 */
export async function streamPackageFile(
  actor: Actor,
  { projectId, file }: { projectId: number; file: PackageFile },
  range: ByteRange | undefined,
  onBreak: () => void,
): Promise<ReadableStream<Uint8Array>> {
  const opened = await openBlobFile(`sha256:${file.sha256}`, file.size)
  if (!opened) throw new DomainError('not_found', 'File not found')
  const confirm = () => confirmTransfer(actor, 'read_packages', projectId)
  return streamBlobFile(opened, range, { confirm, onBreak })
}
