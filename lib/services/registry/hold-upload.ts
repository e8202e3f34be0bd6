import { RegistryError } from '@/lib/domain/registry-error'
import { withinStorage } from '@/lib/storage/file-error'
import { claimUpload, type UploadClaim, type UploadOwner } from '@/lib/storage/uploads'

/** An upload as a client names it: whoever else's it is, or to whatever other image, it is not there. */
export interface UploadName {
  imageName: string
  id: string
}

/**
 * Does this with an upload while no other request can, and leaves it with what has arrived. Errors: those of `work` and
 * `withinStorage`; `BLOB_UPLOAD_UNKNOWN`; `RANGE_INVALID` while another request has it.
 */
export async function holdUpload(
  owner: UploadOwner,
  id: string,
  work: (claim: UploadClaim) => Promise<void>,
): Promise<void> {
  const claim = await claimUpload(owner, id)
  if (!claim) throw new RegistryError('BLOB_UPLOAD_UNKNOWN')
  if (claim === 'busy') throw new RegistryError('RANGE_INVALID', 'another request is adding to this upload')
  try {
    await withinStorage(() => work(claim))
  } finally {
    await claim.release()
  }
}
