export interface CommitSummary {
  id: string
  date: Date
  authorName: string
  title: string
}

/** A path that a commit changed. */
export interface Change {
  commit: CommitSummary
  path: string
}

/** For `git log -z`: a commit begins with a byte of its own, and its fields, like the paths it changed, end in NUL. */
export const logFormat = '--format=%x01%H%x00%at%x00%an%x00%s%x00'

/** The first commit in the output of `git log -z` in this format. */
export function parseCommit(output: string): CommitSummary | undefined {
  const [start = '', ...fields] = output.split('\0')
  return isStart(start) ? summaryOf(start, fields) : undefined
}

/** Reads the output of `git log -z --name-only` in this format, piece by piece. */
export function logReader(): (chunk: Buffer) => Change[] {
  let rest: Buffer = Buffer.alloc(0)
  let start = ''
  let fields: string[] = []
  return (chunk) => {
    const changes: Change[] = []
    const bytes = Buffer.concat([rest, chunk])
    const end = bytes.lastIndexOf(0) + 1
    rest = bytes.subarray(end)
    for (const word of bytes.toString('utf8', 0, end).split('\0').slice(0, -1)) {
      if (start && fields.length < 3) fields.push(word)
      else if (isStart(word)) [start, fields] = [word, []]
      else if (word.trim()) changes.push({ commit: summaryOf(start, fields), path: word.replace(/^\n/, '') })
    }
    return changes
  }
}

function isStart(word: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the byte that logFormat puts there
  return /^\x01[0-9a-f]{40,64}$/.test(word)
}

function summaryOf(start: string, [seconds, authorName = '', title = '']: string[]): CommitSummary {
  return { id: start.slice(1), date: new Date(Number(seconds) * 1000), authorName, title }
}
