import { expect, test } from 'vitest'
import { parseNpmPath } from './npm-path'

test.each<[string, ReturnType<typeof parseNpmPath>]>([
  ['lib', { endpoint: 'packument', name: 'lib' }],
  ['@a%2fb', { endpoint: 'packument', name: '@a/b' }],
  ['@a%2Fb', { endpoint: 'packument', name: '@a/b' }],
  ['%40a%2Fb', { endpoint: 'packument', name: '@a/b' }],
  ['@a/b', { endpoint: 'packument', name: '@a/b' }],
  ['@a%252fb', { endpoint: 'packument', name: '@a%2fb' }],
  ['@a', { endpoint: 'packument', name: '@a' }],
  ['lib/-/lib-1.0.0.tgz', { endpoint: 'tarball', name: 'lib', file: 'lib-1.0.0.tgz' }],
  ['@a/b/-/b-1.0.0.tgz', { endpoint: 'tarball', name: '@a/b', file: 'b-1.0.0.tgz' }],
  ['@a%2fb/-/@a/b-1.0.0.tgz', { endpoint: 'tarball', name: '@a/b', file: 'b-1.0.0.tgz' }],
  ['@a%2fb/-/@a%2fb-1.0.0.tgz', { endpoint: 'tarball', name: '@a/b', file: 'b-1.0.0.tgz' }],
  ['@a/b/-/b-1.0.0.tgz/-rev/7', { endpoint: 'tarball-revision', name: '@a/b', file: 'b-1.0.0.tgz' }],
  ['@a%2fb/-rev/7', { endpoint: 'revision', name: '@a/b', revision: '7' }],
  ['@a/b/-rev/7', { endpoint: 'revision', name: '@a/b', revision: '7' }],
  ['-/package/@a%2fb/dist-tags', { endpoint: 'dist-tags', name: '@a/b' }],
  ['-/package/@a/b/dist-tags/next', { endpoint: 'dist-tag', name: '@a/b', tag: 'next' }],
  ['-/package/lib/dist-tags/a%2fb', { endpoint: 'dist-tag', name: 'lib', tag: 'a/b' }],
  ['-/ping', { endpoint: 'ping' }],
  ['-/whoami', { endpoint: 'whoami' }],
  ['-/npm/v1/security/advisories/bulk', { endpoint: 'advisories' }],
  ['-/npm/v1/security/audits/quick', { endpoint: 'audit' }],
  ['-/constructor', { endpoint: 'other' }],
  ['-/v1/search', { endpoint: 'other' }],
  ['-/package/lib', { endpoint: 'other' }],
  ['lib/1.0.0', undefined],
  ['lib/-', undefined],
  ['lib/-/a/b', undefined],
  ['@a/b/c/d', undefined],
  ['%zz', undefined],
])('%s', (path, expected) => {
  expect(parseNpmPath(path)).toEqual(expected)
})
