import type { Actor } from '@/lib/domain/actor'
import type { ByteRange } from '@/lib/domain/byte-range'
import { DomainError } from '@/lib/domain/error'
import type { PackageFile } from '@/lib/domain/package'
import { confirmTransfer } from '@/lib/services/git/confirm-transfer'
import { openBlobFile, type Pour, readBlobFile } from '@/lib/storage/blobs'

/**
 * The bytes of a package's file, or a range of them, for as long as the actor may read the project's packages; `onStall` is
 * called when the client does not take them. Errors: `not_found` for a file that has just gone; a plain one where other
 * bytes are on disk.
 */
export async function readPackageFile(
  actor: Actor,
  { projectId, file }: { projectId: number; file: PackageFile },
  range: ByteRange | undefined,
  onStall: () => void,
): Promise<Uint8Array<ArrayBuffer> | Pour> {
  const opened = await openBlobFile(`sha256:${file.sha256}`, file.size)
  if (!opened) throw new DomainError('not_found', 'File not found')
  const confirm = () => confirmTransfer(actor, 'read_packages', projectId)
  return readBlobFile(opened, range, { confirm, onStall })
}
