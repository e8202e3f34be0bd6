import { expect, test } from 'vitest'
import { parseGitPath } from './git-path'

const search = '?service=git-upload-pack'

test.each([
  ['/acme/web.git/info/refs', 'acme/web', 'info/refs'],
  ['/acme/sub/sub/web.git/git-upload-pack', 'acme/sub/sub/web', 'git-upload-pack'],
  ['/acme/web.git/git-receive-pack', 'acme/web', 'git-receive-pack'],
  ['/acme/web.git/HEAD', 'acme/web', 'other'],
  ['/acme/web.git/config', 'acme/web', 'other'],
  ['/acme/web.git/objects/info/packs', 'acme/web', 'other'],
  ['/acme/web.git/hooks/post-receive', 'acme/web', 'other'],
  ['/acme/web.git/info/refs/', 'acme/web', 'other'],
  ['/acme/web.git/constructor', 'acme/web', 'other'],
  ['/acme/web.git/info/lfs/objects/batch', 'acme/web', 'lfs'],
  ['/acme/web.git/gitlab-lfs/objects/0123', 'acme/web', 'lfs'],
  // encoded once, it is what it stands for
  ['/%61cme/w%65b%2Egit/info%2Frefs', 'acme/web', 'other'],
  ['/%61cme/web.git/info/refs', 'acme/web', 'info/refs'],
  ['/acme/web%2Egit/git%2Dupload%2Dpack', 'acme/web', 'git-upload-pack'],
  // nothing is taken away, and nothing decoded twice: none of these is the path of any project
  ['/acme%2Fsub%2Fweb.git/info/refs', 'acme%2Fsub%2Fweb', 'info/refs'],
  ['/acme%252Fweb.git/info/refs', 'acme%2Fweb', 'info/refs'],
  ['/acme/../evil/own.git/info/refs', 'acme/../evil/own', 'info/refs'],
  ['/acme/%2e%2e/own.git/info/refs', 'acme/../own', 'info/refs'],
  ['/acme/..%2fevil.git/info/refs', 'acme/..%2fevil', 'info/refs'],
  ['//acme//web.git/info/refs', '/acme//web', 'info/refs'],
  ['/acme\\web.git/info/refs', 'acme\\web', 'info/refs'],
  ['/acme/web.git.git/info/refs', 'acme/web.git', 'info/refs'],
  ['/acme/web.wiki.git/info/refs', 'acme/web.wiki', 'info/refs'],
  ['/acme/web%0d%0aX:y.git/info/refs', 'acme/web\r\nX:y', 'info/refs'],
])('%s asks %s for %s', (pathname, fullPath, endpoint) => {
  expect(parseGitPath(pathname, search)).toEqual({ fullPath, hasSuffix: true, endpoint })
})

test.each([
  ['/acme/web/info/refs', 'acme/web'],
  ['/acme/sub/web/info/refs', 'acme/sub/web'],
  ['//evil.example/web/info/refs', '/evil.example/web'],
])('%s is git’s with a service in its query, and a page without', (pathname, fullPath) => {
  const endpoint = 'info/refs'
  expect(parseGitPath(pathname, search)).toEqual({ fullPath, hasSuffix: false, endpoint })
  expect(parseGitPath(pathname, '?a=b&service=x')).toEqual({ fullPath, hasSuffix: false, endpoint })
  expect(parseGitPath(pathname, '')).toBeUndefined()
  expect(parseGitPath(pathname, '?xservice=git-upload-pack')).toBeUndefined()
})

test.each([
  '/',
  '',
  '/acme',
  '/acme/web',
  '/acme/web.git',
  '/acme/web.git/',
  '/acme/web/git-upload-pack',
  '/acme/web/-/settings/repository',
  '/acme/web/-/blob/main/vendor/thing.git/config',
  '/acme/web/-/tree/main/info/refs',
  '/-/health',
  '/_next/static/chunks/app.js',
])('%s is a page', (pathname) => {
  expect(parseGitPath(pathname, search)).toBeUndefined()
})

test.each([
  '/acme/web%00.git/info/refs',
  '/acme/%ff/web.git/info/refs',
  '/acme/%c0%ae/web.git/info/refs',
  '/%/web.git/info/refs',
  '/acme/%zz.git/HEAD',
  '/acme/web.git/%zz',
])('%s is malformed', (pathname) => {
  expect(parseGitPath(pathname, search)).toBe('malformed')
})
