import { type GitCommand, startGit, verbOf } from './git-process'

export interface GitReading extends Partial<Pick<GitCommand, 'lane' | 'secondsMax' | 'signal'>> {
  words: readonly string[]
  /** What git reads, if anything. */
  input?: string
  /** Output beyond this is not read, and git is ended. */
  bytesMax?: number
  /** Given each piece of the output; true when that is enough, and git is ended. */
  isEnough?: (chunk: Buffer) => boolean
  /** An exit code other than 0 is an answer too, with no output. */
  mayFail?: boolean
}

export interface GitOutput {
  output: Buffer
  /** There would have been more. */
  isCut: boolean
}

/**
 * Runs git and gives its output as a whole, up to a bound. Errors: those of `startGit`, `unavailable` when it takes
 * too long, and a plain one where git says that it failed.
 */
export async function readGit(reading: GitReading): Promise<GitOutput> {
  const { words, input = '', bytesMax = 1024 * 1024, isEnough, mayFail = false } = reading
  const git = await startGit({ lane: 'read', secondsMax: 10, ...reading })
  git.stdin.end(input)
  const chunks: Buffer[] = []
  let size = 0
  let isCut = false
  git.stdout.on('data', (chunk: Buffer) => {
    if (isCut) return
    chunks.push(chunk.subarray(0, bytesMax - size))
    size += chunk.length
    isCut = isEnough?.(chunk) || size > bytesMax
    if (isCut) git.stop(new Error('that is enough'))
  })
  const { code, reason, complaint } = await git.ended
  if (isCut) return { output: Buffer.concat(chunks), isCut }
  if (reason) throw reason
  if (code !== 0 && !mayFail) throw new Error(`git ${verbOf(words)} failed`, { cause: complaint })
  return { output: Buffer.concat(code === 0 ? chunks : []), isCut }
}
