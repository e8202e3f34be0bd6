import { describe, expect, test } from 'vitest'
import type { PackageVersion } from '@/lib/domain/package'
import { marshal } from './ruby-marshal'
import { gemIndex, gemVersionKey, parseGemFile, readSpecification } from './rubygems'

function versionOf(name: string, version: string, platform = 'ruby'): PackageVersion {
  const metadata = { name, version: { version }, platform }
  return {
    ...{
      id: 1,
      packageId: 1,
      name,
      version,
      metadata,
      publisherName: 'x',
      createdAt: new Date(0),
      files: [],
    },
  }
}

const tuple = (name: string, version: string, platform = 'ruby') => [
  name,
  { class: 'Gem::Version', marshalled: [version] },
  platform,
]

describe('the indexes', () => {
  const versions = [
    versionOf('b', '1.9'),
    versionOf('b', '1.10'),
    versionOf('b', '1.10', 'java'),
    versionOf('b', '2.0.rc1'),
    versionOf('a', '3'),
    versionOf('B', '1'),
  ]

  test('are in the order of names, as RubyGems looks them up by halves', () => {
    expect(gemIndex('specs', versions)).toEqual(
      marshal([
        tuple('B', '1'),
        tuple('a', '3'),
        tuple('b', '1.9'),
        tuple('b', '1.10'),
        tuple('b', '1.10', 'java'),
      ]),
    )
  })

  test('have the newest of each platform in one, and what comes before a release in another', () => {
    expect(gemIndex('latest_specs', versions)).toEqual(
      marshal([tuple('B', '1'), tuple('a', '3'), tuple('b', '1.10'), tuple('b', '1.10', 'java')]),
    )
    expect(gemIndex('prerelease_specs', versions)).toEqual(marshal([tuple('b', '2.0.rc1')]))
  })
})

describe('a gem’s file', () => {
  test.each([
    ['a-1.0.gem', 'a', '1.0', 'ruby'],
    ['a-b.c_d-1.0.rc1.gem', 'a-b.c_d', '1.0.rc1', 'ruby'],
    ['a-1.0-x86_64-linux.gem', 'a', '1.0', 'x86_64-linux'],
    ['a-1.0-java.gem', 'a', '1.0', 'java'],
  ])('%s is of %s %s for %s', (file, name, number, platform) => {
    expect(parseGemFile(file, '.gem')).toEqual({ name, number, platform })
  })

  test.each([
    'a.gem',
    'a-1.0',
    'a-1.0.zip',
    '-1.0.gem',
    'a-1.0-2.gem',
    'a-1.0-.gem',
    'a/b-1.0.gem',
    'a-1.0xgem',
  ])('%s is of none', (file) => {
    expect(() => parseGemFile(file, '.gem')).toThrow('File not found')
  })

  test('has one key in all spellings of its version', () => {
    expect(gemVersionKey({ number: '1.0.0', platform: 'java' })).toBe(
      gemVersionKey({ number: '1', platform: 'java' }),
    )
    expect(gemVersionKey({ number: '1', platform: 'java' })).not.toBe(
      gemVersionKey({ number: '1', platform: 'ruby' }),
    )
  })
})

test('a specification’s scalars are text, and its tags mean nothing', () => {
  const yaml =
    'name: null\nversion: !ruby/object:Gem::Version {version: 1.10}\nplatform: ruby\nsummary: !ruby/object:Gem::Installer QQ'
  expect(readSpecification(yaml)).toMatchObject({
    name: 'null',
    version: { version: '1.10' },
    summary: 'QQ',
  })
})
