import { expect, test } from 'vitest'
import { npmName, npmTag, versionOfTarball } from './npm'

test.each(['lib', '@a/b', '@a-b/c.d', 'x'.repeat(214), '@node/http', '1'])('%s is a name', (name) => {
  expect(npmName.safeParse(name).success).toBe(true)
})

test.each([
  '',
  'A',
  '@A/b',
  '.a',
  '_a',
  'a/b',
  '@a',
  '@a/',
  '@/b',
  '@a/b/c',
  '@a/..',
  '@a/.b',
  '..',
  'a b',
  'a\0',
  'a%2fb',
  'http',
  'node_modules',
  'x'.repeat(215),
  'a~b',
  "a'b",
  'é',
])('%j is no name', (name) => {
  expect(npmName.safeParse(name).success).toBe(false)
})

test.each(['latest', 'next', 'beta-1', 'release_2026', 'a.b'])('%s is a tag', (tag) => {
  expect(npmTag.safeParse(tag).success).toBe(true)
})

test.each([
  '',
  '1',
  'v1',
  '1.0.0',
  '^1',
  '*',
  'x',
  '>=1',
  'a b',
  'a/b',
  'a|b',
  'é',
  'constructor',
  '__proto__',
  'a'.repeat(256),
])('%j is no tag', (tag) => {
  expect(npmTag.safeParse(tag).success).toBe(false)
})

test('versions are named by their files', () => {
  expect(versionOfTarball('@a/lib', 'lib-1.0.0-x.tgz')).toBe('1.0.0-x')
  expect(versionOfTarball('@a/lib', 'other-1.0.0.tgz')).toBe(undefined)
  expect(versionOfTarball('@a/lib', 'lib-1.0.0.zip')).toBe(undefined)
  expect(versionOfTarball('@a/lib', '.tgz')).toBe(undefined)
})
