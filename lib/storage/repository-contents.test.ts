import { beforeAll, describe, expect, test } from 'vitest'
import { readGit } from './git-read'
import { createRepository, repositoryPath } from './repositories'
import { findLastCommit, listBranches, listTree, readFile, resolveRevision } from './repository-contents'

const id = 2_000_001
const empty = 2_000_002
const submodule = '5'.repeat(40)
let head: string

async function git(...words: string[]): Promise<string> {
  const { output } = await readGit({ words: [`--git-dir=${repositoryPath(id)}`, ...words] })
  return output.toString().trim()
}

function commit(author: string, date: Date, message: string, files: Record<string, string>) {
  return { author: { name: author, email: 'a@example.com' }, date, message, files }
}

beforeAll(async () => {
  await createRepository(empty)
  await createRepository(id, [
    commit('Ada', new Date(1000), 'First\n\nwith a body', {
      'README.md': '# Hi\n',
      'lib/a.txt': 'a\n',
      'lib/deep/z': 'z',
    }),
    commit('Bob', new Date(2000), 'Second \x01 with a byte', {
      'lib/a.txt': 'b\n',
      '-option': 'o',
      ':(glob)**': 'g',
    }),
    commit('Eve', new Date(3000), '', {
      'binary.bin': 'a\0b',
      'new\nline': 'n',
      '*.txt': 'star',
      'lib/deep/ü': 'ü',
    }),
  ])
  const stream = [
    'commit refs/heads/main',
    'committer Dan <d@example.com> 4 +0000',
    'data 5\nLinks',
    'from refs/heads/main^0',
    'M 120000 inline link\ndata 11\n/etc/passwd',
    'M 120000 inline loop\ndata 3\nlib',
    `M 160000 ${submodule} module`,
    'M 100755 inline run.sh\ndata 9\n#!/bin/sh',
    'done\n',
  ].join('\n')
  await readGit({
    words: [`--git-dir=${repositoryPath(id)}`, 'fast-import', '--quiet', '--done'],
    input: stream,
  })
  head = await git('rev-parse', 'refs/heads/main')
  await git('update-ref', 'refs/heads/feature/x', 'refs/heads/main~2')
  await git('update-ref', 'refs/tags/feature', 'refs/heads/main~1')
  await git('update-ref', 'refs/tags/v1', 'refs/heads/main~3')
  await git('update-ref', 'refs/tags/main', 'refs/heads/main~3')
  await git('update-ref', 'refs/tags/file', await git('rev-parse', 'refs/heads/main:README.md'))
  await git(
    '-c',
    'user.name=A',
    '-c',
    'user.email=a@example.com',
    'tag',
    '-a',
    '-m',
    'x',
    'annotated',
    'refs/heads/main~1',
  )
})

describe('branches', () => {
  test('are listed by name', async () => {
    expect(await listBranches(id)).toEqual(['feature/x', 'main'])
    expect(await listBranches(empty)).toEqual([])
  })
})

describe('a revision', () => {
  test.each([
    ['main', 'main', '', 'refs/heads/main'],
    ['main/lib/a.txt', 'main', 'lib/a.txt', 'refs/heads/main'],
    ['main/', 'main', '', 'refs/heads/main'],
    ['feature/x/lib', 'feature/x', 'lib', 'refs/heads/feature/x'],
    ['v1', 'v1', '', 'refs/tags/v1'],
    ['annotated/lib', 'annotated', 'lib', 'refs/heads/main~1'],
  ])('%s is %s and the path "%s"', async (text, name, path, meant) => {
    const commit = await git('rev-parse', meant)
    expect(await resolveRevision(id, text)).toMatchObject({ name, commit, path })
  })

  test('can be the id of a commit', async () => {
    expect(await resolveRevision(id, `${head}/lib`)).toEqual({ name: head, commit: head, path: 'lib' })
  })

  test('that no branch is can be a tag, even one that a branch begins with', async () => {
    expect(await resolveRevision(id, 'feature/lib')).toMatchObject({ name: 'feature', path: 'lib' })
  })

  // nothing that git would evaluate, shorten or guess
  test.each([
    '',
    '/',
    '/main',
    'HEAD',
    'master',
    'mai',
    'heads/main',
    'refs/heads/main',
    'refs/heads/main~1',
    'main^',
    'main^{/x}',
    'main..main',
    'main@{u}',
    '@{u}',
    '@',
    ':/x',
    ':0:README.md',
    'main:README.md',
    'main\0',
    'main ',
    '*',
    'main*',
    '-x',
    '--all',
    '--output=/tmp/x',
    'file',
    '0123456',
    '0'.repeat(40),
    'f'.repeat(64),
    `${'x/'.repeat(65)}x`,
  ])('%j is none', async (text) => {
    expect(await resolveRevision(id, text)).toBeUndefined()
  })

  test('of a blob or tree by its id is none', async () => {
    expect(await resolveRevision(id, await git('rev-parse', 'refs/heads/main:README.md'))).toBeUndefined()
    expect(await resolveRevision(id, await git('rev-parse', 'refs/heads/main^{tree}'))).toBeUndefined()
  })
})

describe('a directory', () => {
  test('holds its entries, folders first, each with its size and the last commit that changed it', async () => {
    const tree = await listTree(id, head, '')
    expect(tree?.isCut).toBe(false)
    expect(
      tree?.entries.map(({ name, kind, bytes, lastCommit }) => [
        name,
        kind,
        bytes,
        lastCommit?.title,
        lastCommit?.authorName,
      ]),
    ).toEqual([
      ['lib', 'tree', undefined, '', 'Eve'],
      ['module', 'submodule', undefined, 'Links', 'Dan'],
      ['*.txt', 'blob', 4, '', 'Eve'],
      ['-option', 'blob', 1, 'Second \x01 with a byte', 'Bob'],
      [':(glob)**', 'blob', 1, 'Second \x01 with a byte', 'Bob'],
      ['README.md', 'blob', 5, 'First', 'Ada'],
      ['binary.bin', 'blob', 3, '', 'Eve'],
      ['link', 'symlink', 11, 'Links', 'Dan'],
      ['loop', 'symlink', 3, 'Links', 'Dan'],
      ['new\nline', 'blob', 1, '', 'Eve'],
      ['run.sh', 'blob', 9, 'Links', 'Dan'],
    ])
  })

  test('below the top holds its own', async () => {
    const tree = await listTree(id, head, 'lib')
    expect(tree?.entries.map(({ name, lastCommit }) => [name, lastCommit?.date.getTime()])).toEqual([
      ['deep', 3000],
      ['a.txt', 2000],
    ])
  })

  test('of more entries than fit says so', async () => {
    const many = 2_000_003
    const files = Object.fromEntries(
      Array.from({ length: 1001 }, (_, n) => [`f${String(n).padStart(4, '0')}`, '']),
    )
    await createRepository(many, [commit('A', new Date(0), 'Many', files)])
    const commitId = (await resolveRevision(many, 'main'))?.commit ?? ''
    const tree = await listTree(many, commitId, '')
    expect([tree?.entries.length, tree?.isCut]).toEqual([1000, true])
    expect(tree?.entries.every(({ lastCommit }) => lastCommit?.title === 'Many')).toBe(true)
  })

  test.each([
    'README.md',
    'loop',
    'link',
    'module',
    'nothing',
    'lib/',
    '/lib',
    'lib//deep',
    './lib',
    'lib/../lib',
    '..',
    '../../config',
    '.git/config',
    'lib\0',
    '*',
    ':(top)',
    ':/',
    '-r',
    '--help',
  ])('%j is none', async (path) => {
    expect(await listTree(id, head, path)).toBeUndefined()
  })

  test.each(['main', 'HEAD', `${'0'.repeat(39)}`, 'main:lib', '--help', ''])(
    'at %j is none',
    async (commitId) => {
      expect(await listTree(id, commitId, '')).toBeUndefined()
      expect(await readFile(id, commitId, 'README.md', 10)).toBeUndefined()
      expect(await findLastCommit(id, commitId, '')).toBeUndefined()
    },
  )
})

describe('a file', () => {
  test.each([
    ['README.md', '# Hi\n'],
    ['-option', 'o'],
    [':(glob)**', 'g'],
    ['*.txt', 'star'],
    ['new\nline', 'n'],
    ['lib/deep/ü', 'ü'],
  ])('%j is read by exactly its name', async (path, text) => {
    expect(await readFile(id, head, path, 1000)).toEqual({
      kind: 'blob',
      bytes: Buffer.byteLength(text),
      isBinary: false,
      text,
      isCut: false,
    })
  })

  test('that is a link is what it says, not what it points to', async () => {
    expect(await readFile(id, head, 'link', 1000)).toMatchObject({ kind: 'symlink', text: '/etc/passwd' })
    expect(await readFile(id, head, 'loop/a.txt', 1000)).toBeUndefined()
  })

  test('of bytes is said to be so, without them', async () => {
    expect(await readFile(id, head, 'binary.bin', 1000)).toMatchObject({ isBinary: true, text: '', bytes: 3 })
  })

  test('longer than is wanted is cut, and its whole size told', async () => {
    expect(await readFile(id, head, 'README.md', 3)).toMatchObject({ text: '# H', bytes: 5, isCut: true })
  })

  test.each([
    'lib',
    'module',
    'nothing',
    '',
    '/README.md',
    './README.md',
    'lib/../README.md',
    '../config',
    'README.md/',
  ])('%j is none', async (path) => {
    expect(await readFile(id, head, path, 1000)).toBeUndefined()
  })
})

test('the last commit of a path, or of all', async () => {
  expect(await findLastCommit(id, head, '')).toMatchObject({ id: head, title: 'Links', authorName: 'Dan' })
  expect(await findLastCommit(id, head, 'README.md')).toMatchObject({ title: 'First', date: new Date(1000) })
  expect(await findLastCommit(id, head, 'nothing')).toBeUndefined()
})
