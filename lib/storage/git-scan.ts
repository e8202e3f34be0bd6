import { DomainError } from '@/lib/domain/error'
import { startGit, verbOf } from './git-process'

export interface GitScan {
  words: readonly string[]
  /** What git reads, if anything. */
  input?: string
  /** The byte that ends a row: NUL unless said. */
  rowEnd?: number
  /** Given each row without its end; true when that is enough, and git is ended. */
  onRow: (row: Buffer) => boolean
  signal?: AbortSignal
}

const rowBytesMax = 1024 * 1024
const scanSecondsMax = 10

/**
 * Runs git and gives its output row by row, of which only the one at hand is held. Errors: those of `startGit`,
 * `unavailable` when it takes too long, `invalid` for a row beyond a mebibyte, a plain one where git says it failed.
 */
export async function scanGit(scan: GitScan): Promise<void> {
  const { words, input = '', rowEnd = 0, onRow, signal } = scan
  const git = await startGit({ lane: 'read', secondsMax: scanSecondsMax, words, signal })
  git.stdin.end(input)
  let rest: Buffer[] = []
  let restBytes = 0
  let isEnough = false
  const finish = (reason: Error) => {
    isEnough = true
    rest = []
    git.stop(reason)
  }
  git.stdout.on('data', (chunk: Buffer) => {
    let start = 0
    for (let end = chunk.indexOf(rowEnd); end !== -1 && !isEnough; end = chunk.indexOf(rowEnd, start)) {
      const row = Buffer.concat([...rest, chunk.subarray(start, end)])
      rest = []
      restBytes = 0
      start = end + 1
      if (onRow(row)) finish(enough)
    }
    if (isEnough) return
    rest.push(chunk.subarray(start))
    restBytes += chunk.length - start
    if (restBytes > rowBytesMax) finish(tooLong)
  })
  const { code, reason, complaint } = await git.ended
  if (reason === enough) return
  if (reason) throw reason
  if (code !== 0) throw new Error(`git ${verbOf(words)} failed`, { cause: complaint })
}

const enough = new Error('that is enough')
const tooLong = new DomainError('invalid', 'The repository holds something too large to be shown here.')
