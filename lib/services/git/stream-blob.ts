import type { Actor } from '@/lib/domain/actor'
import { streamGit } from '@/lib/storage/git-stream'
import { gitDir } from '@/lib/storage/repository-contents'
import { confirmTransfer } from './confirm-transfer'
import type { OpenBlob } from './open-blob'

/** Who takes an answer as it comes. */
export interface Taker {
  /** Called when an answer that has begun cannot be finished. */
  onBreak: () => void
  /** Aborted when the client goes. */
  signal: AbortSignal
}

const blobSecondsMax = 1800

/** The bytes of a file that is open, for as long as the actor may read them. Errors: those of `streamGit`. */
export function streamBlob(
  actor: Actor,
  { project, blobId }: OpenBlob,
  taker: Taker,
): Promise<ReadableStream<Uint8Array>> {
  return streamGit({
    lane: 'transfer',
    words: [gitDir(project.id), 'cat-file', 'blob', blobId],
    secondsMax: blobSecondsMax,
    confirm: () => confirmTransfer(actor, 'read_code', project.id),
    ...taker,
  })
}
