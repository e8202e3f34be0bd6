import { describe, expect, test } from 'vitest'
import { fullPathOf, groupDepthMax, isFullPath, isReserved, pathKeyOf, pathSegment } from './namespace'

describe('a path segment', () => {
  test.each([
    'web',
    'Web',
    'a',
    '0',
    '_',
    '_a',
    'a-',
    'a_b',
    'a.b',
    '.a',
    '.github',
    'a..b',
    'git',
    'web.gitx',
    'x'.repeat(255),
  ])('may be %s', (path) => {
    expect(pathSegment.parse(path)).toBe(path)
  })

  test.each([
    // Q18: what starts or ends in a way that a URL, a shell or git would read otherwise
    '-web',
    '-',
    'web.',
    '.',
    '..',
    '...',
    'web.git',
    'web.GIT',
    'web.git.git',
    'web.atom',
    '.git',
    // Q04–Q11, Q19, Q21, Q24: what is no segment at all
    'a/b',
    '/a',
    'a/',
    'a\\b',
    'a b',
    ' a',
    'a ',
    'a\n',
    'a\0',
    '%2e%2e',
    'a%00',
    'a%2Fb',
    'a;b',
    'a#b',
    'a?b',
    'a:b',
    'a@b',
    'a+b',
    'a\r\nSet-Cookie:x',
    'é',
    'аdmin',
    'ｇｉｔ',
    'a\u200bb',
  ])('may not be %j', (path) => {
    expect(pathSegment.safeParse(path).error?.issues.map((issue) => issue.message)).toEqual([
      "Path can contain only letters, digits, '_', '-' and '.'. It cannot start with '-' or end in '.', '.git' or '.atom'.",
    ])
  })

  test.each([
    ['', "Path can't be blank"],
    [undefined, "Path can't be blank"],
    [7, "Path can't be blank"],
    ['x'.repeat(256), 'Path is too long (maximum is 255 characters)'],
    ['x'.repeat(1_000_000), 'Path is too long (maximum is 255 characters)'],
  ])('of the wrong size or kind is refused with one sentence', (path, message) => {
    expect(pathSegment.safeParse(path).error?.issues.map((issue) => issue.message)).toEqual([message])
  })
})

describe('reserved names', () => {
  // Q17 and every first segment that is a page, a door or a file of the product
  test.each([
    '-',
    '.well-known',
    '_next',
    'admin',
    'api',
    'assets',
    'dashboard',
    'explore',
    'favicon.ico',
    'groups',
    'health_check',
    'help',
    'jwt',
    'login',
    'new',
    'oauth',
    'projects',
    'public',
    'robots.txt',
    'users',
    'v2',
  ])('%s is no group at the top, in any letter case', (path) => {
    expect(isReserved(path, undefined)).toBe(true)
    expect(isReserved(path.toUpperCase(), undefined)).toBe(true)
  })

  test.each([
    '-',
    'blob',
    'commits',
    'info',
    'raw',
    'refs',
    'tree',
    'edit',
    'new',
    'wikis',
    'gitlab-lfs',
    'Tree',
  ])('%s is nothing below a group', (path) => {
    expect(isReserved(path, 'acme')).toBe(true)
  })

  test.each(['api', 'v2', 'users', 'help'])('%s may stand below a group', (path) => {
    expect(isReserved(path, 'acme')).toBe(false)
  })

  test.each(['tree', 'blob', 'wikis'])('%s may stand at the top', (path) => {
    expect(isReserved(path, undefined)).toBe(false)
  })
})

describe('a full path', () => {
  test('joins a thing to its parent', () => {
    expect(fullPathOf('acme', undefined)).toBe('acme')
    expect(fullPathOf('web', 'acme/sub')).toBe('acme/sub/web')
  })

  test('is unique in any letter case', () => {
    expect(pathKeyOf('Acme/Sub/WEB')).toBe('acme/sub/web')
  })

  test.each(['acme', 'acme/web', 'Acme/Sub/Web', path(groupDepthMax + 1)])('%s could be one', (text) => {
    expect(isFullPath(text)).toBe(true)
  })

  test.each([
    '',
    '/',
    '/acme',
    'acme/',
    'acme//web',
    'acme/./web',
    'acme/../evil',
    'acme/web.git',
    'acme%2Fweb',
    'acme\\web',
    'acme/web\0',
    'acme/web\n',
    'acme/w eb',
    'acme/wéb',
    'acme/-web',
    'acme/-/settings',
    path(groupDepthMax + 2),
    path(1000),
    `acme/${'x'.repeat(256)}`,
    'x'.repeat(10_000_000),
    '/'.repeat(10_000),
  ])('what cannot be one is not looked up', (text) => {
    expect(isFullPath(text)).toBe(false)
  })
})

function path(segments: number): string {
  return Array(segments).fill('a').join('/')
}
