import { isDomainError } from '@/lib/domain/error'
import { type CommitSummary, logFormat, logReader, parseCommit } from './commit-log'
import { readGit } from './git-read'
import { repositoryPath } from './repositories'
import { isTreePath, pathSegmentsMax } from './tree-path'

export interface TreeEntry {
  name: string
  kind: 'tree' | 'blob' | 'symlink' | 'submodule'
  /** Of a file or a link; undefined for what has none. */
  bytes: number | undefined
  /** Undefined where it lies too far back to be looked for. */
  lastCommit: CommitSummary | undefined
}

export interface Tree {
  entries: TreeEntry[]
  /** There are more entries than these. */
  isCut: boolean
}

export interface StoredFile {
  kind: 'blob' | 'symlink'
  bytes: number
  isBinary: boolean
  /** The content, or where a link points to, as far as it was read; '' for a binary file. */
  text: string
  isCut: boolean
}

export interface Revision {
  /** A branch's or tag's short name, or a commit's id. */
  name: string
  commit: string
  /** What followed the name. */
  path: string
}

const entriesMax = 1000
const treeBytesMax = 1024 * 1024
const branchesMax = 1000
const commitsSearchedMax = 2000
const searchSecondsMax = 2
const logBytesMax = 8 * 1024 * 1024
const refSegmentsMax = 10

/** Short names of the branches, by name; at most 1000. */
export async function listBranches(projectId: number): Promise<string[]> {
  const { output } = await readGit({
    words: [
      gitDir(projectId),
      'for-each-ref',
      `--count=${branchesMax}`,
      '--format=%(refname:lstrip=2)',
      'refs/heads/',
    ],
    bytesMax: treeBytesMax,
  })
  return output.toString().split('\n').filter(Boolean)
}

/**
 * The revision that `text` begins with, and the path after it: `main/lib/a.ts`, a tag, or a full commit id. A name
 * may have slashes itself, as `feature/x`; of a branch and a tag the branch is meant. Undefined: there is none.
 */
export async function resolveRevision(projectId: number, text: string): Promise<Revision | undefined> {
  const segments = text.split('/')
  if (segments.length > pathSegmentsMax) return undefined
  const [first = ''] = segments
  if (isCommitId(first) && (await isCommit(projectId, first))) {
    return { name: first, commit: first, path: segments.slice(1).join('/') }
  }
  for (const find of [findBranch, findTag]) {
    for (let count = 1; count <= Math.min(segments.length, refSegmentsMax); count++) {
      const name = segments.slice(0, count).join('/')
      const commit = await find(projectId, name)
      if (commit) return { name, commit, path: segments.slice(count).join('/') }
    }
  }
  return undefined
}

/**
 * What a directory holds at a commit, directories first, with the last commit of each entry where one bounded run of
 * git finds it. `path` is '' for the top. Undefined: there is no such directory.
 */
export async function listTree(projectId: number, commit: string, path: string): Promise<Tree | undefined> {
  if (!isCommitId(commit) || (path !== '' && !isTreePath(path))) return undefined
  const prefix = path === '' ? '' : `${path}/`
  const { output, isCut } = await readGit({
    words: [gitDir(projectId), 'ls-tree', '-z', '--long', '--full-tree', commit, ...below(prefix)],
    bytesMax: treeBytesMax,
  })
  const rows = output.toString().split('\0').slice(0, -1)
  const entries = rows.slice(0, entriesMax).flatMap((row) => parseEntry(row, prefix.length) ?? [])
  // asked for what is in a submodule, git gives the submodule itself
  if (path !== '' && entries.every(({ name }) => name === '')) return undefined
  const commits = await lastCommitOfEach(projectId, commit, prefix, new Set(entries.map(({ name }) => name)))
  return {
    entries: entries
      .map(({ name, kind, bytes }) => ({ name, kind, bytes, lastCommit: commits.get(name) }))
      .sort((left, right) => rank(left) - rank(right)),
    isCut: isCut || rows.length > entriesMax,
  }
}

/** A file or link at a commit, read up to `bytesMax`; a link is its text and is not followed. Undefined: none. */
export async function readFile(
  projectId: number,
  commit: string,
  path: string,
  bytesMax: number,
): Promise<StoredFile | undefined> {
  if (!isCommitId(commit) || !isTreePath(path)) return undefined
  const { output: listing } = await readGit({
    words: [gitDir(projectId), 'ls-tree', '-z', '--long', '--full-tree', commit, '--', path],
  })
  const entry = parseEntry(listing.toString().split('\0')[0] ?? '', 0)
  if (!entry || (entry.kind !== 'blob' && entry.kind !== 'symlink')) return undefined
  const { output, isCut } = await readGit({
    words: [gitDir(projectId), 'cat-file', 'blob', entry.object],
    bytesMax,
  })
  const isBinary = output.subarray(0, 8000).includes(0) // where git itself looks
  return {
    kind: entry.kind,
    bytes: entry.bytes ?? output.length,
    isBinary,
    text: isBinary ? '' : output.toString(),
    isCut,
  }
}

/** The last commit of a revision that touched this path; '' for the revision's own. */
export async function findLastCommit(
  projectId: number,
  commit: string,
  path: string,
): Promise<CommitSummary | undefined> {
  if (!isCommitId(commit) || (path !== '' && !isTreePath(path))) return undefined
  const { output } = await readGit({
    words: [gitDir(projectId), 'log', '--max-count=1', '-z', logFormat, commit, ...below(path)],
  })
  return parseCommit(output.toString())
}

/** A full SHA-1 or SHA-256 id; abbreviations and expressions such as `HEAD~1` are none. */
export function isCommitId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)
}

/** The option that names a project's repository to git. */
export function gitDir(projectId: number): string {
  return `--git-dir=${repositoryPath(projectId)}`
}

function below(prefix: string): string[] {
  return prefix === '' ? ['--'] : ['--', prefix]
}

/** True for the full id of a commit that is there. */
export async function isCommit(projectId: number, id: string): Promise<boolean> {
  const { output } = await readGit({ words: [gitDir(projectId), 'cat-file', '-t', id], mayFail: true })
  return output.toString().trim() === 'commit'
}

// By their full names alone: nothing is guessed, and no expression is evaluated. Of the names that a text begins with
// only one can be a branch, as `feature` and `feature/x` cannot both be.

/** The commit of the branch of exactly this name, if there is one. */
export function findBranch(projectId: number, name: string): Promise<string | undefined> {
  return showRef(projectId, `refs/heads/${name}`)
}

/** A tag may be of anything; only of commits is wanted here. */
export async function findTag(projectId: number, name: string): Promise<string | undefined> {
  const id = await showRef(projectId, `refs/tags/${name}`)
  return id && (await isCommit(projectId, id)) ? id : undefined
}

/** What the ref of exactly this name points to, seen through an annotated tag. */
async function showRef(projectId: number, fullName: string): Promise<string | undefined> {
  if (fullName.endsWith('/') || fullName.includes('\0')) return undefined
  const { output } = await readGit({
    words: [gitDir(projectId), 'show-ref', '--verify', '--dereference', '--', fullName],
    mayFail: true,
  })
  return output.toString().trimEnd().split('\n').at(-1)?.split(' ')[0] || undefined
}

/** A row of `ls-tree --long -z`: mode, type, object, size or `-`, a tab, the path from the top. */
function parseEntry(row: string, nameStart: number) {
  const [, mode = '', type = '', object = '', size = '', path = ''] =
    /^(\d{6}) (\w+) ([0-9a-f]+) +(\d+|-)\t(.+)$/s.exec(row) ?? []
  const kind = kindOf(mode, type)
  const bytes = size === '-' ? undefined : Number(size)
  return kind && { name: path.slice(nameStart), kind, bytes, object }
}

function kindOf(mode: string, type: string): TreeEntry['kind'] | undefined {
  if (mode === '120000') return 'symlink'
  if (type === 'commit') return 'submodule'
  return type === 'tree' || type === 'blob' ? type : undefined
}

function rank({ kind }: TreeEntry): number {
  return kind === 'tree' || kind === 'submodule' ? 0 : 1
}

/** The newest commit that changed each of these names below `prefix`, as far back as the bounds of one run allow. */
async function lastCommitOfEach(
  projectId: number,
  commit: string,
  prefix: string,
  names: ReadonlySet<string>,
): Promise<Map<string, CommitSummary>> {
  const found = new Map<string, CommitSummary>()
  const read = logReader()
  await readGit({
    words: [
      gitDir(projectId),
      'log',
      '-z',
      '--name-only',
      '--no-renames',
      `--max-count=${commitsSearchedMax}`,
      logFormat,
      commit,
      ...below(prefix),
    ],
    secondsMax: searchSecondsMax,
    bytesMax: logBytesMax,
    isEnough(chunk) {
      for (const { commit, path } of read(chunk)) {
        const [name = ''] = path.slice(prefix.length).split('/')
        if (names.has(name) && !found.has(name)) found.set(name, commit)
      }
      return found.size === names.size
    },
  }).catch(forgiveTimeout)
  return found
}

/** Columns that stay empty are better than a page that does not come. */
function forgiveTimeout(error: unknown): void {
  if (!isDomainError(error, 'unavailable')) throw error
}
