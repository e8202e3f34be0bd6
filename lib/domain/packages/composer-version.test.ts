import { describe, expect, test } from 'vitest'
import { isDevelopment, versionOfBranch, versionOfTag } from './composer-version'

// What Composer\Semver\VersionParser says of each.

describe('the version of a tag', () => {
  test.each([
    ['1', '1.0.0.0'],
    ['v1.0', '1.0.0.0'],
    ['V1.0.0', '1.0.0.0'],
    ['1.0.0.0', '1.0.0.0'],
    ['1.2.3.4', '1.2.3.4'],
    ['1.0.0+build.1', '1.0.0.0'],
    ['1.0-beta', '1.0.0.0-beta'],
    ['1.0b2', '1.0.0.0-beta2'],
    ['1.0_beta', '1.0.0.0-beta'],
    ['1.0.0-rc.1', '1.0.0.0-RC1'],
    ['v1.0-alpha-3', '1.0.0.0-alpha3'],
    ['1.0.0-beta.2.3', '1.0.0.0-beta2.3'],
    ['1.0pl1', '1.0.0.0-patch1'],
    ['1.0-p2', '1.0.0.0-patch2'],
    ['1.0-stable', '1.0.0.0'],
    ['2026.01.02', '2026.01.02.0'],
    ['20260102', '20260102'],
    ['2026-01-02-03', '2026.01.02.03'],
    ['2010-01-02.5', '2010.01.02.5'],
  ])('%s is %s', (tag, normalized) => {
    expect(versionOfTag(tag)?.normalized).toBe(normalized)
  })

  test('is what its users require, without the v', () => {
    expect(versionOfTag('v1.0-rc1')?.version).toBe('1.0-rc1')
  })

  test.each([
    '',
    'v',
    'latest',
    '-x',
    '--output=x',
    '1..0',
    '1.0/..',
    ' 1.0',
    '1.0 ',
    '1.0\n',
    '1.2.3.4.5',
    '1.0.0-foo',
    '1.0@beta',
    '1.0-dev',
    'dev-main',
    '1.x',
    '^1.0',
    `1.${'0'.repeat(255)}`,
  ])('%j is none', (tag) => {
    expect(versionOfTag(tag)).toBeUndefined()
  })

  test('is looked for in bounded time', () => {
    const started = performance.now()
    for (const part of ['1', '.1', '-1', 'b1', 'a.', '+'])
      versionOfTag(`1.0-a${part.repeat(127)}!`.slice(0, 255))
    expect(performance.now() - started).toBeLessThan(100)
  })
})

test.each([
  ['main', 'dev-main'],
  ['feature/x', 'dev-feature/x'],
  ['v1-fix', 'dev-v1-fix'],
  ['fix#7', 'dev-fix+7'],
  ['1', '1.x-dev'],
  ['v1', '1.x-dev'],
  ['1.x', '1.x-dev'],
  ['1.X', '1.x-dev'],
  ['1.0', '1.0.x-dev'],
  ['1.2.3', '1.2.3.x-dev'],
  ['1.2.3.4', '1.2.3.4-dev'],
  ['1.x.2', '1.x.2.x-dev'],
])('the branch %s is developed as %s', (branch, version) => {
  expect(versionOfBranch(branch)).toBe(version)
  expect(isDevelopment(version)).toBe(true)
})

test('a release is no development', () => {
  expect(['1.0', '1.0-beta'].some(isDevelopment)).toBe(false)
})
