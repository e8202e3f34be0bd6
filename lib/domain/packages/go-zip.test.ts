import { expect, test } from 'vitest'
import { chooseModuleFiles, type TreeFile } from './go-zip'

const file = (path: string, wishes: Partial<TreeFile> = {}): TreeFile => ({
  mode: '100644',
  id: '0',
  path,
  bytes: 1,
  ...wishes,
})

function choose(paths: (string | TreeFile)[], { directory = '', goVersion = '1.24' } = {}) {
  const tree = paths.map((path) => (typeof path === 'string' ? file(path) : path))
  return chooseModuleFiles(tree, { directory, goVersion }).map(({ name }) => name)
}

// the same as golang.org/x/mod/zip chooses, whose checksums were compared
const vendored = [
  'vendor/modules.txt',
  'vendor/x/y.go',
  'vendor/z.go',
  'pkg/vendor/v.go',
  'pkg/vendor/f/f.go',
  'a/vendor/b.go',
]

test.each([
  ['1.23', ['vendor/modules.txt', 'vendor/z.go']],
  ['', ['vendor/modules.txt', 'vendor/z.go']],
  ['1.24', ['vendor/z.go', 'pkg/vendor/v.go', 'a/vendor/b.go']],
  ['2.0', ['vendor/z.go', 'pkg/vendor/v.go', 'a/vendor/b.go']],
])('of what is vendored, a module of Go %s has what Go gives it', (goVersion, chosen) => {
  expect(choose(vendored, { goVersion })).toEqual(chosen)
})

test('a module has no files of modules below it, no links and no submodules', () => {
  const odd = [
    file('link', { mode: '120000' }),
    file('sub', { mode: '160000' }),
    file('run.sh', { mode: '100755' }),
  ]
  const tree = [
    'go.mod',
    'a.go',
    'b/b.go',
    'c/go.mod',
    'c/c.go',
    'c/d/d.go',
    'e/GO.MOD',
    'e/e.go',
    '.hg_archival.txt',
    ...odd,
  ]
  expect(choose(tree)).toEqual(['go.mod', 'a.go', 'b/b.go', 'run.sh'])
  expect(choose(['c/go.mod', 'c/c.go', 'c/d/go.mod', 'c/d/d.go', 'cc/x.go'], { directory: 'c' })).toEqual([
    'go.mod',
    'c.go',
  ])
  expect(choose(['go.mod', 'x.go', file('l/go.mod', { mode: '120000' }), 'l/l.go'])).toEqual([
    'go.mod',
    'x.go',
    'l/l.go',
  ])
})

test.each([
  [['a.go', 'A.go'], 'differ in case alone'],
  [['a/x', 'A/y'], 'differ in case alone'],
  [['a/x', 'A'], 'differ in case alone'],
  [['k', '\u212a'], 'differ in case alone'],
  [['ä', 'Ä'], 'differ in case alone'],
  [['GO.MOD'], 'go.mod has capitals'],
  [['a:b'], 'no file name for Go'],
  [['a/b.'], 'no file name for Go'],
  [['a\ufffd'], 'no file name for Go'],
  [['con/x'], 'no file name for Go'],
  [['Nul.txt'], 'no file name for Go'],
])('%j is refused: %s', (paths, why) => {
  expect(() => choose(paths)).toThrow(why)
})

test('other names are let be', () => {
  const names = ['a!#$%&()+,-.=@[]^_{}~ b.go', 'süß/日本.go', '.hidden/..x', 'console.go', 'ss', 'ß']
  expect(choose(names)).toEqual(names)
})

test.each([
  [[file('a', { bytes: 300 * 1024 ** 2 }), file('b', { bytes: 201 * 1024 ** 2 })], 'more than 500 MiB'],
  [[file('go.mod', { bytes: 16 * 1024 ** 2 + 1 })], 'go.mod is more than 16 MiB'],
  [[file('LICENSE', { bytes: 16 * 1024 ** 2 + 1 })], 'LICENSE is more than 16 MiB'],
])('what is too large is refused', (tree, why) => {
  expect(() => choose(tree)).toThrow(why)
})
