import { describe, expect, test } from 'vitest'
import {
  inVersionOrder,
  isPrerelease,
  nugetFileName,
  nugetName,
  nugetVersion,
  nugetVersionKey,
} from './nuget'

test.each([
  ['1', '1.0.0'],
  ['1.0', '1.0.0'],
  ['1.0.0', '1.0.0'],
  ['1.0.0.0', '1.0.0'],
  ['1.0.0.4', '1.0.0.4'],
  ['01.002.3', '1.2.3'],
  ['1.0-Beta.1+Build.5', '1.0.0-Beta.1+Build.5'],
  ['2147483647.0.0', '2147483647.0.0'],
])('the version %s is written %s', (written, normalised) => {
  expect(nugetVersion.parse(written)).toBe(normalised)
})

test.each([
  '',
  '1.',
  '.1',
  'v1.0.0',
  '1.0.0.0.0',
  '1.0.0-',
  '1.0.0+',
  '1.0.0-a..b',
  '1.0.0-ä',
  '1.0 ',
  '1.0/2',
  '../1.0.0',
  '2147483648.0.0',
  '-1.0.0',
  '[1.0,2.0)',
  `1.0.0-${'a'.repeat(255)}`,
])('%j is no version', (written) => {
  expect(nugetVersion.safeParse(written).success).toBe(false)
})

test('versions that differ by zeros, case or the metadata of their build are one', () => {
  const keys = ['1.0-RC', '1.0.0-rc', '1.0.0.0-Rc+build', '01.0-rc'].map(nugetVersionKey)
  expect(new Set(keys)).toEqual(new Set(['1.0.0-rc']))
})

test.each(['Newtonsoft.Json', 'a', 'A_b-c.D', '7zip'])('%s is an id', (id) => {
  expect(nugetName.parse(id)).toBe(id)
})

test.each(['', '.a', 'a.', 'a..b', 'a/b', 'a\\b', '..', 'a b', 'a\n', 'ä', '@a/b', 'a+b', 'a'.repeat(101)])(
  '%j is no id',
  (id) => {
    expect(nugetName.safeParse(id).success).toBe(false)
  },
)

test('versions are put in the order of SemVer 2 with a fourth number, without doubles', () => {
  const written = [
    '1.0.0',
    '1.0.0-rc.10',
    '1.0.0.1',
    '1.0.0-rc.2',
    '0.9.0',
    '1.0',
    '1.0.0-alpha',
    '1.0.0-1',
    '1.0.0-rc',
  ]
  const ordered = [
    '0.9.0',
    '1.0.0-1',
    '1.0.0-alpha',
    '1.0.0-rc',
    '1.0.0-rc.2',
    '1.0.0-rc.10',
    '1.0.0',
    '1.0.0.1',
  ]
  expect(inVersionOrder(written.map((version) => ({ version }))).map(({ version }) => version)).toEqual(
    ordered,
  )
})

describe('of a version', () => {
  test('a hyphen makes a prerelease, and one in the metadata of its build does not', () => {
    expect(['1.0.0-a', '1.0.0+a-b', '1.0.0'].map(isPrerelease)).toEqual([true, false, false])
  })

  test('the file is named in lower case', () => {
    expect(nugetFileName('Some.Package', '1.0-Beta+5', 'nupkg')).toBe('some.package.1.0.0-beta.nupkg')
  })
})
