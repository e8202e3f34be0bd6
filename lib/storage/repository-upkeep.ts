import type { Dirent } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { log } from '@/lib/log'
import { readGit } from './git-read'
import { repositoryPath } from './repositories'

const secondsMax = 3600
/** Below this a repository is read as fast without a bitmap. */
const worthwhileBytesMin = 4 * 1024 * 1024
const freshPacksMax = 8
/** No git of ours lives longer: what is older was left behind by one that was cut off. */
const leftoverMillisecondsMin = 2 * secondsMax * 1000

const planned = new Set<number>()

/**
 * Tidies a repository after a push, in the background, one at a time and after the others: packs are joined and
 * given a bitmap (clones take a fifth of the time to start) and a commit graph. What fails is logged; nobody waits.
 */
export function planUpkeep(projectId: number): void {
  if (planned.has(projectId)) return
  planned.add(projectId)
  keepUp(projectId)
    .catch((error: unknown) =>
      log.warn({ err: error, project_id: projectId }, 'upkeep of a repository failed'),
    )
    .finally(() => planned.delete(projectId))
}

/** True while upkeep of this repository is to come or under way. */
export function isUpkeepPlanned(projectId: number): boolean {
  return planned.has(projectId)
}

async function keepUp(projectId: number): Promise<void> {
  const place = repositoryPath(projectId)
  await removeLeftovers(place)
  if (!(await isWorthwhile(path.join(place, 'objects', 'pack')))) return
  const upkeep = (words: string[]) =>
    readGit({ lane: 'upkeep', secondsMax, words: [`--git-dir=${place}`, ...words] })
  // packs grow like powers of two, so that a push never costs more than its share; nothing is ever deleted
  await upkeep(['repack', '-q', '-d', '-l', '--geometric=2', '--write-midx', '--write-bitmap-index'])
  await upkeep([
    'commit-graph',
    'write',
    '--reachable',
    '--split',
    '--changed-paths',
    '--max-new-filters=5000',
  ])
}

/** True when many packs, or a good part of all bytes, came after the last bitmap. */
async function isWorthwhile(directory: string): Promise<boolean> {
  const files = await Promise.all(
    (await fs.readdir(directory)).map(async (name) => ({
      name,
      ...(await factsOf(path.join(directory, name))),
    })),
  )
  const packs = files.filter(({ name }) => name.endsWith('.pack'))
  const tidiedAt = Math.max(...files.filter(({ name }) => name.endsWith('.bitmap')).map(({ at }) => at), 0)
  const fresh = packs.filter(({ at }) => at > tidiedAt)
  const isMuch = sum(packs) >= worthwhileBytesMin && sum(fresh) >= sum(packs) / 4
  return isMuch || fresh.length >= freshPacksMax
}

function sum(files: { bytes: number }[]): number {
  return files.reduce((total, { bytes }) => total + bytes, 0)
}

/** Locks and half objects of a git that was killed: a lock would refuse every later push to its branch. */
async function removeLeftovers(place: string): Promise<void> {
  const candidates = [
    ...(await find(place, ({ name }) => name.endsWith('.lock'), 0)),
    ...(await find(path.join(place, 'refs'), ({ name }) => name.endsWith('.lock'), 32)),
    ...(await find(path.join(place, 'objects'), ({ name }) => name.startsWith('tmp_objdir-'), 0)),
    ...(await find(path.join(place, 'objects', 'pack'), ({ name }) => name.startsWith('tmp_'), 0)),
  ]
  for (const candidate of candidates) {
    const { at } = await factsOf(candidate)
    if (at === 0 || Date.now() - at < leftoverMillisecondsMin) continue
    log.warn({ file: path.basename(candidate) }, 'removing what a git process left behind')
    await fs.rm(candidate, { recursive: true, force: true })
  }
}

async function find(
  directory: string,
  isSought: (entry: Dirent) => boolean,
  depth: number,
): Promise<string[]> {
  const entries = await fs.readdir(directory, { withFileTypes: true })
  const deeper = entries.filter((entry) => depth > 0 && entry.isDirectory())
  const below = await Promise.all(
    deeper.map((entry) => find(path.join(directory, entry.name), isSought, depth - 1)),
  )
  return [...entries.filter(isSought).map((entry) => path.join(directory, entry.name)), ...below.flat()]
}

/** Size and last change in milliseconds; zeros for what has gone in the meantime. */
async function factsOf(file: string): Promise<{ bytes: number; at: number }> {
  const facts = await fs.lstat(file).catch(() => undefined)
  return { bytes: facts?.size ?? 0, at: facts?.mtimeMs ?? 0 }
}
