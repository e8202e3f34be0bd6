import { isMatch, type RefSearch } from '@/lib/domain/ref-search'
import { readGit } from './git-read'
import { scanGit } from './git-scan'
import { findBranch, findTag, gitDir, isCommit, isCommitId } from './repository-contents'

export type RefKind = 'heads' | 'tags'

export interface Ref {
  name: string
  /** What it points to: of an annotated tag the tag itself. */
  target: string
  /** The commit behind it; undefined for a tag of something else. */
  commit: string | undefined
  /** Of an annotated tag. */
  message: string
  taggedAt: string | undefined
}

export interface RefOrder {
  by: 'name' | 'updated' | 'version'
  sort: 'asc' | 'desc'
}

const refsMax = 100_000
const orders = { name: 'refname', updated: 'creatordate', version: 'version:refname' } as const

/**
 * The short names of branches or tags that match, in order, and how many there are of them; of those in a commit's
 * history alone, where one is given. Errors: those of `scanGit`.
 */
export async function listRefNames(
  projectId: number,
  kind: RefKind,
  wish: { search: RefSearch; order: RefOrder; skip: number; count: number; mergedInto?: string },
): Promise<{ names: string[]; total: number }> {
  const { search, order, skip, count, mergedInto } = wish
  const names: string[] = []
  let total = 0
  await scanGit({
    words: [
      gitDir(projectId),
      'for-each-ref',
      `--count=${refsMax}`,
      `--sort=${order.sort === 'desc' ? '-' : ''}${orders[order.by]}`,
      ...(mergedInto !== undefined && isCommitId(mergedInto) ? [`--merged=${mergedInto}`] : []),
      '--format=%(refname:lstrip=2)',
      `refs/${kind}/`,
    ],
    rowEnd: newline,
    onRow(row) {
      const name = row.toString()
      if (!isMatch(search, name)) return false
      if (total >= skip && names.length < count) names.push(name)
      total++
      return false
    },
  })
  return { names, total }
}

/** The branches or tags of exactly these names, in this order; those that are not there are left out. */
export async function readRefs(projectId: number, kind: RefKind, names: readonly string[]): Promise<Ref[]> {
  const wanted = names.filter(isRefName)
  if (wanted.length === 0) return []
  const found = new Map<string, Ref>()
  const format = `--format=%(refname:lstrip=2)${end}%(objectname)${end}%(objecttype)${end}%(*objectname)${end}%(*objecttype)${end}%(taggerdate:iso8601-strict)${end}%(contents)${rowEnd}`
  await scanGit({
    words: [gitDir(projectId), 'for-each-ref', format, ...wanted.map((name) => `refs/${kind}/${name}`)],
    onRow(row) {
      const ref = parseRef(row.toString().replace(/^\n/, ''))
      if (ref) found.set(ref.name, ref)
      return false
    },
  })
  return wanted.flatMap((name) => found.get(name) ?? [])
}

/** Which of these branches hold nothing that this commit's history does not. */
export async function listMerged(
  projectId: number,
  into: string,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const merged = new Set<string>()
  if (!isCommitId(into) || names.length === 0) return merged
  await scanGit({
    words: [
      gitDir(projectId),
      'for-each-ref',
      `--merged=${into}`,
      '--format=%(refname:lstrip=2)',
      ...names.filter(isRefName).map((name) => `refs/heads/${name}`),
    ],
    rowEnd: newline,
    onRow(row) {
      merged.add(row.toString())
      return false
    },
  })
  return merged
}

/**
 * The commit that this names exactly: its full id, a branch, a tag, or seven digits of its id and more. Nothing else is
 * understood: no expression such as `main~1` is evaluated. Undefined: there is none.
 */
export async function findCommit(projectId: number, name: string): Promise<string | undefined> {
  if (isCommitId(name) && (await isCommit(projectId, name))) return name
  if (!isRefName(name)) return undefined
  const found = (await findBranch(projectId, name)) ?? (await findTag(projectId, name))
  return found ?? (/^[0-9a-f]{7,63}$/.test(name) ? expand(projectId, name) : undefined)
}

/** What `git check-ref-format` lets be a branch's or tag's name, as far as it matters before git is asked. */
export function isRefName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no name of git's has
  const hasStrange = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\.$|\/$|^\/|^-/.test(name)
  return name !== '' && name !== '@' && Buffer.byteLength(name) <= nameBytesMax && !hasStrange
}

const nameBytesMax = 1024
const newline = 10
const end = '%1f'
const rowEnd = '%00'

function parseRef(row: string): Ref | undefined {
  const [name = '', target = '', type = '', peeled = '', peeledType = '', taggedAt = '', ...rest] =
    row.split('\x1f')
  if (name === '') return undefined
  const isTag = type === 'tag'
  const commit = isTag ? peeledType === 'commit' && peeled : type === 'commit' && target
  return {
    name,
    target,
    commit: commit || undefined,
    message: isTag ? rest.join('\x1f').replace(/\n$/, '') : '',
    taggedAt: taggedAt || undefined,
  }
}

/** The one commit whose id begins so. A branch or tag of that name was looked for before. */
async function expand(projectId: number, digits: string): Promise<string | undefined> {
  const { output } = await readGit({
    words: [gitDir(projectId), 'rev-parse', '--verify', '--quiet', `${digits}^{commit}`],
    mayFail: true,
  })
  const id = output.toString().trim()
  return id.startsWith(digits) && isCommitId(id) ? id : undefined
}
