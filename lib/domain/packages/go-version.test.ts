import { describe, expect, test } from 'vitest'
import { type GoModule, goModuleIn } from './go-module'
import {
  isCanonical,
  isPseudoVersion,
  latestOf,
  pseudoVersionOf,
  readPseudoVersion,
  versionsOf,
} from './go-version'

const moduleOf = (below: string) => goModuleIn('x.y/z', `x.y/z${below}`) as GoModule
const revision = '0123456789ab'
const time = '20270101020000'
const end = `${time}-${revision}`

test.each(['v1.0.0', 'v0.0.0', 'v1.2.3-rc.1', 'v1.2.3-RC', 'v10.20.30', `v0.0.0-${end}`])(
  '%s is canonical',
  (version) => {
    expect(isCanonical(version)).toBe(true)
  },
)

test.each([
  '',
  'v',
  '1.0.0',
  'v1',
  'v1.0',
  'v01.0.0',
  'v1.0.0-01',
  'v1.0.0+meta',
  'v2.0.0+incompatible',
  'V1.0.0',
  'v1.0.0 ',
  'v=1.0.0',
  'main',
])('%j is not canonical', (version) => {
  expect(isCanonical(version)).toBe(false)
})

describe('of the tags of a repository', () => {
  const tags = [
    'v2.0.0',
    'v1.10.0',
    'v1.9.0',
    'v1.10.0-rc',
    'tool/v0.2.0',
    'tool/v3.0.0',
    'v1',
    `v0.0.0-${end}`,
    'x/v1.0.0',
    'v2/v2.1.0',
  ]
  test.each([
    ['', ['v1.9.0', 'v1.10.0-rc', 'v1.10.0']],
    ['/v2', ['v2.0.0']],
    ['/tool', ['v0.2.0']],
    ['/tool/v3', ['v3.0.0']],
    ['/v2/x', []],
  ])('the module %j has its own, the lowest first', (below, versions) => {
    expect(versionsOf(moduleOf(below), tags)).toEqual(versions)
  })
})

test.each([
  [['v0.1.0', 'v1.0.0', 'v1.1.0-rc'], 'v1.0.0'],
  [['v1.0.0-a', 'v1.0.0-b'], 'v1.0.0-b'],
  [[], undefined],
])('of %j the latest is %s', (versions, latest) => {
  expect(latestOf(versions)).toBe(latest)
})

const named = [
  ['', undefined, `v0.0.0-${end}`],
  ['/v2', undefined, `v2.0.0-${end}`],
  ['', 'v1.2.3', `v1.2.4-0.${end}`],
  ['', 'v1.2.3-pre', `v1.2.3-pre.0.${end}`],
  ['/v2', 'v2.0.9', `v2.0.10-0.${end}`],
] as const

test.each(named)('a commit of the module %j after %s is %s', (below, base, version) => {
  const commit = { base, at: new Date('2027-01-01T02:00:00Z'), id: `${revision}${'f'.repeat(28)}` }
  expect(pseudoVersionOf(moduleOf(below), commit)).toBe(version)
  expect(isPseudoVersion(version)).toBe(true)
  expect(readPseudoVersion(version)).toEqual({ base, time, revision })
})

test.each([
  'v1.0.0',
  'v1.0.0-rc.1',
  `v1.2.3-${end}`,
  `v1.2.0-0.${end}`,
  `v0.0.0-${time}-${revision}f`,
  `v0.0.0-${time}-0123456789a`,
  `v0.0.0-${time}-0123456789AB`,
  `v0.0.0-2027010102000-${revision}`,
  `v2.0.0-${end}+incompatible`,
])('%s is no pseudo-version as Go writes it', (version) => {
  expect(readPseudoVersion(version)).toBeUndefined()
})
