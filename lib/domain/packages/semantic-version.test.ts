import { expect, test } from 'vitest'
import { highestOf, semanticVersion, semanticVersionKey } from './semantic-version'

test.each(['0.0.0', '1.0.0', '1.0.0-beta.1', '1.0.0+build.7', '10.20.30-x-y-z.--'])(
  '%s is a version',
  (version) => {
    expect(semanticVersion.safeParse(version).success).toBe(true)
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
  expect(semanticVersion.safeParse(version).success).toBe(false)
})

test('versions that differ by their build are one', () => {
  expect(semanticVersionKey('1.0.0+a')).toBe(semanticVersionKey('1.0.0+b'))
  expect(semanticVersionKey('1.0.0-a')).not.toBe(semanticVersionKey('1.0.0-b'))
})

test('versions have a highest, which is no prerelease unless all are', () => {
  expect(highestOf(['1.9.0', '1.10.0', '2.0.0-rc.1'])).toBe('1.10.0')
  expect(highestOf(['2.0.0-rc.2', '2.0.0-rc.10'])).toBe('2.0.0-rc.10')
  expect(highestOf(['1.0.0+build'])).toBe('1.0.0+build')
  expect(highestOf([])).toBe(undefined)
})
