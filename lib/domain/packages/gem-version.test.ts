import { describe, expect, test } from 'vitest'
import { canonicalVersion, compareVersions, isPrerelease } from './gem-version'

describe('versions of gems', () => {
  test.each([
    ['1', ['1', '1.0', '1.0.0', '01.0']],
    ['1.2', ['1.2', '1.2.0', '1.02']],
    ['0', ['0', '0.0.0']],
    ['1.a.1', ['1.a1', '1.0.a1', '1.a.1', '1.0.0.a.1.0']],
    ['1.0.1.rc', ['1.0.1.rc', '1.0.1.rc.0']],
  ])('%s is one with its other spellings', (canonical, spellings) => {
    for (const spelling of spellings) expect(canonicalVersion(spelling)).toBe(canonical)
  })

  test('stand in Ruby’s order', () => {
    const order = [
      '0.9',
      '1.0.a',
      '1.0.a.2',
      '1.0.a10',
      '1.0.b1',
      '1.0.rc',
      '1',
      '1.0.1',
      '1.2',
      '1.10',
      '2.a',
      '2',
    ]
    const long = ['99999999999999999998', '99999999999999999999', '100000000000000000000']
    expect([...order, ...long].reverse().sort(compareVersions)).toEqual([...order, ...long])
    expect(compareVersions('1.0', '1.0.0')).toBe(0)
  })

  test.each([
    ['1.0', false],
    ['1.0.a', true],
    ['1.0rc1', true],
  ])('%s comes before a release: %s', (version, expected) => {
    expect(isPrerelease(version)).toBe(expected)
  })
})
