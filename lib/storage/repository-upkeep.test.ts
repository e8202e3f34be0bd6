import { randomBytes } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { readGit } from './git-read'
import { createRepository, repositoryPath } from './repositories'
import { isUpkeepPlanned, planUpkeep } from './repository-upkeep'

let id = 4_000_000
let place: string
beforeEach(() => {
  place = repositoryPath(++id)
})

function make(files: Record<string, string>): Promise<void> {
  const author = { name: 'A', email: 'a@example.com' }
  return createRepository(id, [{ author, date: new Date(0), message: 'x', files }])
}

async function keepUp(): Promise<void> {
  planUpkeep(id)
  await vi.waitFor(() => expect(isUpkeepPlanned(id)).toBe(false), 10_000)
}

async function packFolder(): Promise<string[]> {
  return (await fs.readdir(path.join(place, 'objects', 'pack')))
    .map((name) => name.replace(/[0-9a-f]{40}/, 'id'))
    .sort()
}

async function addPack(content: string): Promise<void> {
  const input = `blob\ndata ${content.length}\n${content}\ndone\n`
  await readGit({ words: [`--git-dir=${place}`, 'fast-import', '--quiet', '--done'], input })
}

test('a small repository is left as it is', async () => {
  await make({ a: 'a' })
  await keepUp()
  expect(await packFolder()).toEqual(['pack-id.idx', 'pack-id.pack'])
})

test('a large one gets a bitmap and a commit graph, once', async () => {
  await make({ large: randomBytes(5 * 1024 * 1024).toString('latin1') })
  await keepUp()
  expect(await packFolder()).toEqual([
    'multi-pack-index',
    'multi-pack-index-id.bitmap',
    'pack-id.idx',
    'pack-id.pack',
  ])
  expect(await fs.readdir(path.join(place, 'objects', 'info', 'commit-graphs'))).toContain(
    'commit-graph-chain',
  )
  const { mtimeMs } = await fs.stat(path.join(place, 'objects', 'pack', 'multi-pack-index'))
  await keepUp()
  expect((await fs.stat(path.join(place, 'objects', 'pack', 'multi-pack-index'))).mtimeMs).toBe(mtimeMs)
  const { output } = await readGit({ words: [`--git-dir=${place}`, 'fsck', '--full', '--strict'] })
  expect(output.toString()).toBe('')
})

test('many small pushes become one pack', async () => {
  await make({ a: 'a' })
  for (let count = 0; count < 8; count++) await addPack(`push ${count}`)
  await keepUp()
  expect((await packFolder()).filter((name) => name.endsWith('.pack'))).toHaveLength(1)
})

test('what a killed git left behind goes, but not what may still be in use', async () => {
  await make({ a: 'a' })
  const old = ['refs/heads/main.lock', 'HEAD.lock', 'packed-refs.lock', 'objects/pack/tmp_pack_x']
  const inUse = ['refs/heads/other.lock']
  for (const file of [...old, ...inUse]) await fs.writeFile(path.join(place, file), '')
  await fs.mkdir(path.join(place, 'objects/tmp_objdir-incoming-x/pack'), { recursive: true })
  const longAgo = new Date(Date.now() - 3 * 3600 * 1000)
  for (const file of [...old, 'objects/tmp_objdir-incoming-x'])
    await fs.utimes(path.join(place, file), longAgo, longAgo)
  await keepUp()
  const left = await fs.readdir(place, { recursive: true })
  expect(left.filter((name) => /lock$|tmp_/.test(name))).toEqual(inUse)
})

test('a repository that is gone is no reason to fail', async () => {
  await keepUp()
})
