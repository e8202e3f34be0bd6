import fs from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { readGit } from './git-read'
import { createRepository, hasBranch, hasRepository, repositoryPath, setHead } from './repositories'

let lastId = 1_000_000
const newId = () => ++lastId
const ada = { name: 'Ada Lovelace', email: 'ada@example.com' }
const date = new Date('2027-01-01T12:00:00.700Z')

async function git(id: number, ...words: string[]): Promise<string> {
  const { output } = await readGit({ words: [`--git-dir=${repositoryPath(id)}`, ...words] })
  return output.toString()
}

/** Everything below a folder, with its kind and permissions. */
async function listing(folder: string): Promise<string[]> {
  const entries = await fs.readdir(folder, { recursive: true })
  return entries.sort()
}

describe('a new repository', () => {
  test('is bare, empty and on main, with nothing in it that could run', async () => {
    const id = newId()
    await createRepository(id)
    expect(await git(id, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main\n')
    expect(await listing(repositoryPath(id))).toEqual([
      'HEAD',
      'config',
      'objects',
      'objects/info',
      'objects/pack',
      'refs',
      'refs/heads',
      'refs/tags',
    ])
    expect((await fs.stat(repositoryPath(id))).mode & 0o777).toBe(0o700)
  })

  test('has the history it is given, in order, byte by byte', async () => {
    const id = newId()
    const files = {
      'a "quoted" name.txt': 'x',
      'back\\slash': 'y\n',
      'new\nline': '',
      'deep/er/ünï.txt': 'zoë 🎉',
      'done\n': 'done\n',
    }
    await createRepository(id, [
      {
        author: { name: 'Mallory <m@x> \n\0committer', email: '<a@b>\n' },
        date,
        message: 'One\n\ndone\n',
        files,
      },
      { author: ada, date, message: '', files: { 'deep/er/ünï.txt': 'changed' } },
    ])
    expect(await git(id, 'fsck', '--full', '--strict')).toBe('')
    const names = (await git(id, 'ls-tree', '-r', '-z', '--name-only', 'main')).split('\0').slice(0, -1)
    expect(names.sort()).toEqual(Object.keys(files).sort())
    expect(await git(id, 'show', 'main~1:new\nline')).toBe('')
    expect(await git(id, 'show', 'main~1:deep/er/ünï.txt')).toBe('zoë 🎉')
    expect(await git(id, 'show', 'main:deep/er/ünï.txt')).toBe('changed')
    expect(await git(id, 'log', '--format=%an|%ae|%at|%B', 'main')).toBe(
      'Ada Lovelace|ada@example.com|1798804800|\nMallory m@x committer|a@b|1798804800|One\n\ndone\n\n',
    )
  })

  test('never takes the place of one that is there, and leaves nothing lying about', async () => {
    const id = newId()
    await createRepository(id, [{ author: ada, date, message: 'First', files: { a: 'a' } }])
    await expect(createRepository(id)).rejects.toThrow()
    expect(await git(id, 'log', '--format=%s', 'main')).toBe('First\n')
    const beside = await fs.readdir(path.join(env.dataDir, 'repositories'))
    expect(beside.filter((name) => !/^\d+\.git$/.test(name))).toEqual([])
  })

  test('that cannot be finished is not there at all', async () => {
    const id = newId()
    const history = [{ author: ada, date, message: 'x', files: { '../outside': 'x' } }]
    await expect(createRepository(id, history)).rejects.toThrow('is no path of a file')
    expect(await hasRepository(id)).toBe(false)
    expect(
      (await fs.readdir(path.join(env.dataDir, 'repositories'))).filter((name) => name.includes(`${id}`)),
    ).toEqual([])
  })
})

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%d is no project', (id) => {
  expect(() => repositoryPath(id)).toThrow()
})

test('a repository is there when it is on disk', async () => {
  const id = newId()
  expect(await hasRepository(id)).toBe(false)
  await createRepository(id)
  expect(await hasRepository(id)).toBe(true)
  await fs.rm(path.join(repositoryPath(id), 'HEAD'))
  expect(await hasRepository(id)).toBe(false)
})

test('Q31: a link to a repository is none, wherever it leads', async () => {
  const [id, linked, linkedHead] = [newId(), newId(), newId()]
  await createRepository(id)
  await fs.symlink(repositoryPath(id), repositoryPath(linked))
  expect(await hasRepository(linked)).toBe(false)
  await createRepository(linkedHead)
  await fs.rm(path.join(repositoryPath(linkedHead), 'HEAD'))
  await fs.symlink(path.join(repositoryPath(id), 'HEAD'), path.join(repositoryPath(linkedHead), 'HEAD'))
  expect(await hasRepository(linkedHead)).toBe(false)
})

test('a branch is there by exactly its name, and can be made the one that is cloned', async () => {
  const id = newId()
  await createRepository(id, [{ author: ada, date, message: 'x', files: { a: 'a' } }])
  await git(id, 'update-ref', 'refs/heads/feature/x', 'main')
  expect(await hasBranch(id, 'feature/x')).toBe(true)
  for (const name of [
    'feature',
    'x',
    'feature/',
    'feature/*',
    'heads/main',
    'main~0',
    'HEAD',
    '',
    '-x',
    '--all',
  ])
    expect(await hasBranch(id, name)).toBe(false)
  await setHead(id, 'feature/x')
  expect(await git(id, 'symbolic-ref', 'HEAD')).toBe('refs/heads/feature/x\n')
})

test('a repository that another user owns is read and written all the same', async () => {
  if (process.getuid?.() !== 0) return
  const id = newId()
  await createRepository(id, [{ author: ada, date, message: 'x', files: { a: 'a' } }])
  await fs.chown(repositoryPath(id), 12345, 12345)
  expect(await git(id, 'log', '--format=%s', 'main')).toBe('x\n')
  const { output } = await readGit({ words: ['upload-pack', '--advertise-refs', repositoryPath(id)] })
  expect(output.toString()).toContain('refs/heads/main')
})
