import { expect, test } from 'vitest'
import { goModuleIn, majorOf, readGoMod } from './go-module'

const root = 'latchkey.test/tanuki/hello'

test.each([
  [root, undefined, '', ['']],
  [`${root}/v2`, 2, '', ['v2', '']],
  [`${root}/tool`, undefined, 'tool/', ['tool']],
  [`${root}/a/b/v12`, 12, 'a/b/', ['a/b/v12', 'a/b']],
  [`${root}/v2/x`, undefined, 'v2/x/', ['v2/x']],
  [`${root}/tov2`, undefined, 'tov2/', ['tov2']],
])('%s is found by its tags and in its directories', (path, major, tagPrefix, directories) => {
  expect(goModuleIn(root, path)).toEqual({ path, major, tagPrefix, directories })
})

test('a repository whose own path ends like a major version has that one at its top', () => {
  const own = 'latchkey.test/tanuki/v2'
  expect(goModuleIn(own, own)).toEqual({ path: own, major: 2, tagPrefix: '', directories: [''] })
})

test.each([
  'latchkey.test/tanuki',
  'latchkey.test/tanuki/hello2',
  'latchkey.test/Tanuki/hello',
  'other.test/tanuki/hello',
])('%s is of another repository', (path) => {
  expect(goModuleIn(root, path)).toBeUndefined()
})

test.each([
  ['x.y/z', undefined],
  ['x.y/z/v1', undefined],
  ['x.y/z/v2', 2],
  ['x.y/z/v10', 10],
  ['x.y/zv2', undefined],
  ['x.y/z/v2/a', undefined],
])('the major version of %s is %s', (path, major) => {
  expect(majorOf(path)).toBe(major)
})

test.each([
  ['module x.y/z\n\ngo 1.21\n', 'x.y/z', '1.21'],
  ['// module a\n\n  module\t"x.y/z" // here\r\ngo 1.24rc1\r\ntoolchain go1.25.0\n', 'x.y/z', '1.24rc1'],
  ['module `x.y/z`', 'x.y/z', undefined],
  ['modulex.y/z\nmodule\n', undefined, undefined],
  ['require x.y/z v1.0.0\n', undefined, undefined],
  ['', undefined, undefined],
])('%j is read', (text, modulePath, goVersion) => {
  expect(readGoMod(text)).toEqual({ modulePath, goVersion })
})
