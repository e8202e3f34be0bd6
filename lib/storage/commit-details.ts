import { scanGit } from './git-scan'
import { gitDir, isCommitId } from './repository-contents'
import { isTreePath } from './tree-path'

export interface CommitDetails {
  id: string
  parentIds: string[]
  author: Signature
  committer: Signature
  /** As it was written, its title first. */
  message: string
}

export interface Signature {
  name: string
  email: string
  /** In ISO 8601 with the signer's own offset. */
  date: string
}

export interface HistoryWish {
  /** Of this path alone; '' for everything. */
  path: string
  since?: Date
  until?: Date
  skip: number
  count: number
}

// `log -z` ends each commit in NUL; within one, fields end in a byte that git takes from nobody's name or address
const fieldEnd = '\n'
const format = '--format=%H%n%P%n%an%n%ae%n%aI%n%cn%n%ce%n%cI%n%B'

/** These commits by their ids, in any order; what is no commit is left out. Errors: those of `scanGit`. */
export async function readCommits(
  projectId: number,
  ids: readonly string[],
): Promise<Map<string, CommitDetails>> {
  const known = [...new Set(ids)].filter(isCommitId)
  if (known.length === 0) return new Map()
  const words = ['log', '--no-walk=unsorted', '--stdin']
  const commits = await readLog(projectId, words, known.length, `${known.join('\n')}\n`)
  return new Map(commits.map((commit) => [commit.id, commit]))
}

/** The history of a commit, newest first, as far as it is asked for. Errors: those of `scanGit`. */
export function readHistory(projectId: number, commit: string, wish: HistoryWish): Promise<CommitDetails[]> {
  const { path, since, until, skip, count } = wish
  if (!isCommitId(commit) || (path !== '' && !isTreePath(path))) return Promise.resolve([])
  const words = [
    'log',
    `--skip=${skip}`,
    `--max-count=${count}`,
    ...(since ? [`--max-age=${secondsOf(since)}`] : []),
    ...(until ? [`--min-age=${secondsOf(until)}`] : []),
    commit,
    ...(path === '' ? ['--'] : ['--', path]),
  ]
  return readLog(projectId, words, count)
}

/** Lines added and deleted by a commit against its first parent. Errors: those of `scanGit`. */
export async function countChanges(
  projectId: number,
  commit: string,
): Promise<{ additions: number; deletions: number }> {
  const total = { additions: 0, deletions: 0 }
  if (!isCommitId(commit)) return total
  const plainly = ['--no-renames', '--no-ext-diff', '--no-textconv']
  const how = ['--max-count=1', '--format=', '--numstat', '-z', '--diff-merges=first-parent', ...plainly]
  await scanGit({
    words: [gitDir(projectId), 'log', ...how, commit, '--'],
    onRow(row) {
      const [, added = '0', deleted = '0'] = /^(\d+)\t(\d+)\t/.exec(row.toString('latin1')) ?? []
      total.additions += Number(added)
      total.deletions += Number(deleted)
      return false
    },
  })
  return total
}

async function readLog(
  projectId: number,
  [verb = '', ...words]: string[],
  count: number,
  input?: string,
): Promise<CommitDetails[]> {
  const commits: CommitDetails[] = []
  await scanGit({
    words: [gitDir(projectId), verb, '-z', '--no-show-signature', format, ...words],
    input,
    onRow(row) {
      const commit = parseDetails(row.toString())
      if (commit) commits.push(commit)
      return commits.length >= count
    },
  })
  return commits
}

function parseDetails(row: string): CommitDetails | undefined {
  const [id = '', parents = '', ...fields] = row.split(fieldEnd)
  if (!isCommitId(id)) return undefined
  const [authorName = '', authorEmail = '', authorDate = '', name = '', email = '', date = ''] = fields
  return {
    id,
    parentIds: parents.split(' ').filter(Boolean),
    author: { name: authorName, email: authorEmail, date: authorDate },
    committer: { name, email, date },
    message: fields.slice(6).join('\n'),
  }
}

function secondsOf(date: Date): number {
  return Math.max(0, Math.floor(date.getTime() / 1000))
}
