import type { Actor } from '@/lib/domain/actor'
import { streamGit } from '@/lib/storage/git-stream'
import { gitDir } from '@/lib/storage/repository-contents'
import { type ReceivedFile, receiveFile } from './receive-file'

const secondsMax = 1800

interface ArchiveWish {
  commit: string
  /** Which all files stand in. */
  folder: string
  /** Aborted when nobody waits any more. */
  signal: AbortSignal
}

/**
 * Receives the files of a commit in the project's own repository as a zip archive, as `receiveFile` does a body. Errors: those
 * of `streamGit` and `receiveFile`; a plain one where git could not read all of them.
 */
export async function receiveArchive<Value>(
  actor: Actor,
  projectId: number,
  { commit, folder, signal }: ArchiveWish,
  use: (draft: ReceivedFile) => Promise<Value>,
): Promise<Value> {
  const end = new AbortController()
  let isWhole = false
  const body = await streamGit({
    lane: 'transfer',
    words: [gitDir(projectId), 'archive', '--format=zip', `--prefix=${folder}/`, commit],
    secondsMax,
    signal: AbortSignal.any([signal, end.signal]),
    // output that has begun ends as if it were whole, whatever git says
    beforeEnd: async () => {
      isWhole = true
    },
  })
  try {
    const origin = { openBody: () => body, mayReplace: true }
    return await receiveFile(actor, { id: projectId }, origin, (draft) => {
      if (!isWhole) throw new Error('git did not finish an archive')
      return use(draft)
    })
  } finally {
    end.abort()
  }
}
