import { scanGit } from './git-scan'
import { gitDir, isCommitId } from './repository-contents'
import { isTreePath } from './tree-path'

export interface ListedEntry {
  mode: string
  type: 'tree' | 'blob' | 'commit'
  id: string
  /** From the top of the repository. */
  path: string
  /** Of a blob that was asked for by its path. */
  bytes?: number
}

export interface ListingWish {
  /** '' for the top. */
  path: string
  /** With everything below. */
  isDeep: boolean
  skip: number
  count: number
}

const pathBytesMax = 4096

/**
 * A window of what a directory holds at a commit, directories first, and how much there is; undefined where there is no
 * such directory. It is read twice, so that no more than the window is ever held. Errors: those of `scanGit`.
 */
export async function listEntries(
  projectId: number,
  commit: string,
  wish: ListingWish,
): Promise<{ entries: ListedEntry[]; total: number } | undefined> {
  const { path, isDeep, skip, count } = wish
  if (path !== '' && (await findEntry(projectId, commit, path))?.type !== 'tree') return undefined
  const how = isDeep ? ['-r', '-t'] : []
  const words = [gitDir(projectId), 'ls-tree', '-z', '--full-tree', ...how, commit, '--']
  const below = path === '' ? words : [...words, `${path}/`]
  const each = (onEntry: (entry: ListedEntry) => boolean) =>
    scanGit({
      words: below,
      onRow(row) {
        const entry = parseRow(row)
        // asked for what is below, git gives the directories above it too
        return entry && (path === '' || entry.path.startsWith(`${path}/`)) ? onEntry(entry) : false
      },
    })
  const totals = { tree: 0, blob: 0, commit: 0 }
  await each(({ type }) => {
    totals[type]++
    return false
  })
  const total = totals.tree + totals.blob + totals.commit
  const places = { tree: 0, blob: totals.tree, commit: totals.tree + totals.blob }
  const window: ListedEntry[] = []
  const end = Math.min(skip + count, total)
  if (skip < end) {
    await each((entry) => {
      const place = places[entry.type]++
      if (place >= skip && place < end) window[place - skip] = entry
      return false
    })
  }
  return { entries: window.filter(Boolean), total }
}

/**
 * All that is no directory below a directory at a commit, files with their sizes; '' is the top. Undefined where it is more
 * than `countMax`. Errors: those of `scanGit`.
 */
export async function listFiles(
  projectId: number,
  commit: string,
  path: string,
  countMax: number,
): Promise<ListedEntry[] | undefined> {
  if (!isCommitId(commit) || (path !== '' && !isTreePath(path))) return []
  const files: ListedEntry[] = []
  const below = path === '' ? [] : [`${path}/`]
  await scanGit({
    words: [gitDir(projectId), 'ls-tree', '-r', '-z', '--long', '--full-tree', commit, '--', ...below],
    onRow(row) {
      const entry = parseRow(row)
      if (entry) files.push(entry)
      return files.length > countMax
    },
  })
  return files.length > countMax ? undefined : files
}

/** What lies at exactly this path at a commit, if anything; a file with its size. Errors: those of `scanGit`. */
export async function findEntry(
  projectId: number,
  commit: string,
  path: string,
): Promise<ListedEntry | undefined> {
  if (!isCommitId(commit) || !isTreePath(path) || Buffer.byteLength(path) > pathBytesMax) return undefined
  let found: ListedEntry | undefined
  await scanGit({
    words: [gitDir(projectId), 'ls-tree', '-z', '--long', '--full-tree', commit, '--', path],
    onRow(row) {
      found = parseRow(row)
      return true
    },
  })
  return found?.path === path ? found : undefined
}

/** A row of `ls-tree -z`, with `--long` or without. */
function parseRow(row: Buffer): ListedEntry | undefined {
  const [, mode = '', type, id = '', size = '', path = ''] =
    /^(\d{6}) (tree|blob|commit) ([0-9a-f]+)(?: +(\d+|-))?\t(.+)$/s.exec(row.toString()) ?? []
  if (type !== 'tree' && type !== 'blob' && type !== 'commit') return undefined
  return { mode, type, id, path, ...(/^\d+$/.test(size) && { bytes: Number(size) }) }
}
