import { describe, expect, test } from 'vitest'
import { highestOf, npmName, npmTag, npmVersion, npmVersionKey, versionOfTarball } from './npm'

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

test.each(['0.0.0', '1.0.0', '1.0.0-beta.1', '1.0.0+build.7', '10.20.30-x-y-z.--'])(
  '%s is a version',
  (version) => {
    expect(npmVersion.safeParse(version).success).toBe(true)
  },
)

test.each([
  '',
  '1',
  'v1.0.0',
  '=1.0.0',
  '1.0',
  '01.0.0',
  '1.0.0 ',
  '1.0.0-',
  '1.0.0-01',
  '^1.0.0',
  '1.x',
  'latest',
  `1.0.0-${'x'.repeat(252)}`,
])('%j is no version', (version) => {
  expect(npmVersion.safeParse(version).success).toBe(false)
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

describe('versions', () => {
  test('that differ by their build are one', () => {
    expect(npmVersionKey('1.0.0+a')).toBe(npmVersionKey('1.0.0+b'))
    expect(npmVersionKey('1.0.0-a')).not.toBe(npmVersionKey('1.0.0-b'))
  })

  test('have a highest, which is no prerelease unless all are', () => {
    expect(highestOf(['1.9.0', '1.10.0', '2.0.0-rc.1'])).toBe('1.10.0')
    expect(highestOf(['2.0.0-rc.2', '2.0.0-rc.10'])).toBe('2.0.0-rc.10')
    expect(highestOf(['1.0.0+build'])).toBe('1.0.0+build')
    expect(highestOf([])).toBe(undefined)
  })

  test('are named by their files', () => {
    expect(versionOfTarball('@a/lib', 'lib-1.0.0-x.tgz')).toBe('1.0.0-x')
    expect(versionOfTarball('@a/lib', 'other-1.0.0.tgz')).toBe(undefined)
    expect(versionOfTarball('@a/lib', 'lib-1.0.0.zip')).toBe(undefined)
    expect(versionOfTarball('@a/lib', '.tgz')).toBe(undefined)
  })
})
