import { afterEach, expect, test, vi } from 'vitest'
import { countGitProcesses } from './git-process'
import { scanGit } from './git-scan'
import { createRepository } from './repositories'
import { gitDir } from './repository-contents'

const id = 2_000_101

// whatever was asked, git does not stay behind
afterEach(() => vi.waitFor(() => expect(countGitProcesses()).toBe(0), 5000))

async function rowsOf(words: string[], rowEnd: number, most = Number.POSITIVE_INFINITY): Promise<string[]> {
  const rows: string[] = []
  await scanGit({ words, rowEnd, onRow: (row) => rows.push(row.toString()) >= most })
  return rows
}

test('rows come one by one, across the pieces in which git writes, until it is enough', async () => {
  const author = { name: 'Ada', email: 'a@example.com' }
  const lines = Array.from({ length: 50_000 }, (_, i) => `line ${i} ü`)
  const files = { lines: `${lines.join('\n')}\n`, endless: 'x'.repeat(3 * 1024 * 1024) }
  await createRepository(id, [{ author, date: new Date(1000), message: 'First', files }])
  const show = (path: string) => [gitDir(id), 'cat-file', 'blob', `main:${path}`]
  expect(await rowsOf(show('lines'), 10)).toEqual(lines)
  expect(await rowsOf(show('lines'), 10, 3)).toEqual(lines.slice(0, 3))
  await expect(rowsOf(show('endless'), 10)).rejects.toMatchObject({ code: 'invalid' })
  await expect(rowsOf(show('none'), 10)).rejects.toThrow('git cat-file failed')
})
