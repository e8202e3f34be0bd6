import { randomBytes } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { env } from '@/lib/env'
import { readGit } from './git-read'
import { syncNames, syncPath, syncTree } from './sync'
import { isTreePath } from './tree-path'

/** A commit to be written; its files are added to those of the commit before. */
export interface Commit {
  author: { name: string; email: string }
  date: Date
  message: string
  /** Contents by path. */
  files: Record<string, string>
}

export const firstBranch = 'main'

/** PostgreSQL's integer. */
const projectIdMax = 2_147_483_647
const privateMode = 0o700

/** Where the bare repository of a project is: by its number, so that renames move nothing and no name is a path. */
export function repositoryPath(projectId: number): string {
  if (!Number.isSafeInteger(projectId) || projectId < 1) throw new Error('a project id is a positive number')
  return path.join(env.dataDir, 'repositories', `${projectId}.git`)
}

/**
 * Makes the repository of a new project with these commits on `main`, or empty. It is complete and durable before
 * it gets its name, so that a crash leaves no half of one. Error: a plain one where it is there already.
 */
export async function createRepository(projectId: number, history: readonly Commit[] = []): Promise<void> {
  const place = repositoryPath(projectId)
  const draft = path.join(path.dirname(place), `.${projectId}.${randomBytes(6).toString('hex')}.draft`)
  await fs.mkdir(path.dirname(place), { recursive: true, mode: privateMode })
  try {
    // an empty template: no sample hooks, no description
    await readGit({
      words: ['init', '--quiet', '--bare', '--template=', `--initial-branch=${firstBranch}`, '--', draft],
    })
    if (history.length > 0) await importHistory(draft, history)
    await fs.chmod(draft, privateMode)
    await syncTree(draft)
    await fs.rename(draft, place)
    await syncPath(path.dirname(place))
  } finally {
    await fs.rm(draft, { recursive: true, force: true })
  }
}

/**
 * Removes a project's repository: out of its name at once, then its files. What a crash leaves of them has a name that
 * `removeLeftovers` knows. Where there is none, nothing happens.
 */
export async function removeRepository(projectId: number): Promise<void> {
  const place = repositoryPath(projectId)
  const aside = path.join(path.dirname(place), `.${projectId}.${randomBytes(6).toString('hex')}.removed`)
  try {
    await fs.rename(place, aside)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw error
  }
  await syncPath(path.dirname(place))
  // git may be at work in there for a moment longer
  await fs.rm(aside, { recursive: true, force: true, maxRetries: 5 })
}

/** The numbers of the projects whose repository on disk has not changed since then. */
export async function listRepositories(unchangedSince: Date): Promise<number[]> {
  const names = await listOld(/^[1-9]\d{0,9}\.git$/, unchangedSince)
  return names.map((name) => Number.parseInt(name, 10)).filter((id) => id <= projectIdMax)
}

/** Removes what making and removing repositories left behind when they were broken off before then. */
export async function removeLeftovers(before: Date): Promise<void> {
  for (const name of await listOld(/^\.\d+\.[0-9a-f]{12}\.(draft|removed)$/, before)) {
    await fs.rm(path.join(env.dataDir, 'repositories', name), { recursive: true, force: true })
  }
}

async function listOld(pattern: RegExp, before: Date): Promise<string[]> {
  const folder = path.join(env.dataDir, 'repositories')
  const names = await fs.readdir(folder).catch(() => [])
  const old: string[] = []
  for (const name of names.filter((name) => pattern.test(name))) {
    const stats = await fs.stat(path.join(folder, name)).catch(() => undefined)
    if (stats?.isDirectory() && stats.mtime < before) old.push(name)
  }
  return old
}

/** True where the project's repository is on disk, in its own place: a link to one is none. */
export async function hasRepository(projectId: number): Promise<boolean> {
  const place = repositoryPath(projectId)
  const [folder, head] = await Promise.all(
    [place, path.join(place, 'HEAD')].map((file) => fs.lstat(file).catch(() => undefined)),
  )
  return (folder?.isDirectory() && head?.isFile()) ?? false
}

/** True where there is a branch of exactly this name. */
export async function hasBranch(projectId: number, name: string): Promise<boolean> {
  const { output } = await readGit({
    words: [`--git-dir=${repositoryPath(projectId)}`, 'show-ref', '--verify', '--', `refs/heads/${name}`],
    mayFail: true,
  })
  return output.length > 0
}

/** Names the branch that a clone checks out. */
export async function setHead(projectId: number, branch: string): Promise<void> {
  const place = repositoryPath(projectId)
  await readGit({ words: [`--git-dir=${place}`, 'symbolic-ref', 'HEAD', `refs/heads/${branch}`] })
  await syncPath(place)
}

/** Makes durable what a push since then has renamed into place: git itself syncs files, but no directories. */
export async function syncRepository(projectId: number, since: Date): Promise<void> {
  const place = repositoryPath(projectId)
  // a file system's clock runs a tick behind ours
  const from = new Date(since.getTime() - 1000)
  await syncNames(path.join(place, 'objects', 'pack'), from)
  await syncNames(path.join(place, 'refs'), from)
  await syncPath(place)
}

async function importHistory(directory: string, history: readonly Commit[]): Promise<void> {
  await readGit({
    words: [`--git-dir=${directory}`, 'fast-import', '--quiet', '--done'],
    input: `${history.map(fastImport).join('')}done\n`,
    secondsMax: 60,
  })
}

/** A commit in the words of git-fast-import(1); lengths are in bytes. */
function fastImport({ author, date, message, files }: Commit): string {
  const seconds = Math.floor(date.getTime() / 1000)
  const person = `${plain(author.name)} <${plain(author.email)}> ${seconds} +0000`
  const changes = Object.entries(files).map(
    ([name, content]) => `M 100644 inline ${quote(name)}\n${data(content)}`,
  )
  return [
    `commit refs/heads/${firstBranch}\nauthor ${person}\ncommitter ${person}\n`,
    data(message),
    ...changes,
  ].join('')
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`
}

/** A name or address for a commit's header, which ends at a line's end and is parted by angle brackets. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
  return text.replace(/[<>\u0000-\u001f]/g, '').trim()
}

function quote(name: string): string {
  if (!isTreePath(name)) throw new Error(`${JSON.stringify(name)} is no path of a file`)
  return `"${name.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`
}
