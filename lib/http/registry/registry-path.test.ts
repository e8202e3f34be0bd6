import { describe, expect, test } from 'vitest'
import { isDomainError } from '@/lib/domain/error'
import { RegistryError } from '@/lib/domain/registry-error'
import { parseRegistryPath } from './registry-path'

const digest = `sha256:${'a'.repeat(64)}`

describe('a path is an endpoint of an image', () => {
  test.each([
    ['/v2', 'base', '', ''],
    ['/v2/', 'base', '', ''],
    ['/v2/_catalog', 'catalog', '', ''],
    [`/v2/a/b/blobs/${digest}`, 'blob', 'a/b', digest],
    [`/v2/a/b/blobs/${encodeURIComponent(digest)}`, 'blob', 'a/b', digest],
    ['/v2/a/b/blobs/uploads', 'uploads', 'a/b', ''],
    ['/v2/a/b/blobs/uploads/', 'uploads', 'a/b', ''],
    ['/v2/a/b/blobs/uploads/some-id', 'upload', 'a/b', 'some-id'],
    ['/v2/a/b/manifests/latest', 'manifest', 'a/b', 'latest'],
    [`/v2/a/b/manifests/${digest}`, 'manifest', 'a/b', digest],
    ['/v2/a/b/tags/list', 'tags', 'a/b', ''],
    [`/v2/a/b/referrers/${digest}`, 'referrers', 'a/b', digest],
    // a name may hold an endpoint's words
    ['/v2/a/manifests/x/manifests/latest', 'manifest', 'a/manifests/x', 'latest'],
    ['/v2/a/tags/list/tags/list', 'tags', 'a/tags/list', ''],
    [`/v2/a/blobs/uploads/blobs/${digest}`, 'blob', 'a/blobs/uploads', digest],
    ['/v2/blobs/blobs/uploads/', 'uploads', 'blobs', ''],
  ])('%s', (path, endpoint, name, last) => {
    expect(parseRegistryPath(path)).toEqual({ endpoint, name, last })
  })
})

test.each([
  '/v2//',
  '/v2/x',
  '/v2/_catalog/',
  '/v2/a/b',
  '/v2/a/b/tags',
  '/v2/a/b/tags/list/',
  '/v2/a/b/manifests/',
  '/v2/a/b/manifests/x/y',
  '/v2/a/b/blobs/',
  '/v2/manifests/x',
  '/v2//manifests/x',
  '/v2/a/b/uploads/',
  '/v2/a/b/blobs/uploads/x/y',
  '/v2/.well-known',
])('%s is none', (path) => {
  expect(parseRegistryPath(path)).toBeUndefined()
})

const outcomeOf = (path: string): unknown => {
  try {
    return parseRegistryPath(path)
  } catch (error) {
    return error instanceof RegistryError ? error.registryCode : isDomainError(error, 'invalid')
  }
}

describe('C05, Q: a name that no image has', () => {
  test.each([
    'Acme/app',
    'acme//app',
    '/acme/app',
    'acme/app/',
    'a..b',
    '-a',
    'a_',
    'a-',
    '.',
    '..',
    './x',
    'acme/../other/app',
    'acme/%2e%2e/app',
    'acme%2Fapp',
    'acme%252Fapp',
    'acme%00app',
    'acme\\app',
    'acme;x=1/app',
    'acme/app%0d%0aSet-Cookie:x',
    'acmé/app',
    '%61cme/app',
    'acme/app:tag',
    'acme/app@sha256',
    'a'.repeat(256),
    'a/'.repeat(500).slice(0, -1),
  ])('%s', (name) => {
    expect(outcomeOf(`/v2/${name}/manifests/latest`)).toBe('NAME_INVALID')
    expect(outcomeOf(`/v2/${name}/tags/list`)).toBe('NAME_INVALID')
  })
})

test.each([
  'x',
  'sha256:abc',
  `sha256:${'A'.repeat(64)}`,
  `md5:${'a'.repeat(32)}`,
  `sha256:${'a'.repeat(65)}`,
  '..',
])('C42: %s is no digest', (text) => {
  expect(outcomeOf(`/v2/a/b/blobs/${text}`)).toBe('DIGEST_INVALID')
  expect(outcomeOf(`/v2/a/b/referrers/${text}`)).toBe('DIGEST_INVALID')
})

test.each(['%', '%zz', '%ff', '%c0%ae'])('Q24: %s cannot be decoded', (text) => {
  for (const endpoint of ['manifests', 'blobs', 'blobs/uploads', 'referrers'])
    expect(outcomeOf(`/v2/a/b/${endpoint}/${text}`)).toBe(true)
})
