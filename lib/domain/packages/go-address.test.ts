import { expect, test } from 'vitest'
import { readGoAddress } from './go-address'

const modulePath = 'latchkey.test/Tanuki/hello'
const escaped = 'latchkey.test/!tanuki/hello'

test.each([
  [`${escaped}/@v/list`, { modulePath, asks: 'list' }],
  [`${escaped}/@latest`, { modulePath, asks: 'latest' }],
  [`${escaped}/@v/v1.0.0.info`, { modulePath, asks: 'info', version: 'v1.0.0' }],
  [`${escaped}/@v/v1.0.0-!r!c.1.mod`, { modulePath, asks: 'mod', version: 'v1.0.0-RC.1' }],
  [`${escaped}/@v/v1.0.0.zip`, { modulePath, asks: 'zip', version: 'v1.0.0' }],
  [`${escaped}/@v/list.info`, { modulePath, asks: 'info', version: 'list' }],
] as const)('%s is understood', (path, address) => {
  expect(readGoAddress(path)).toEqual(address)
})

test.each([
  '',
  '@latest',
  '/@latest',
  escaped,
  `${escaped}/@v`,
  `${escaped}/@v/`,
  `${escaped}/@v/v1.0.0`,
  `${escaped}/@v/.zip`,
  `${escaped}/@v/a/b.zip`,
])('%j is no address of the protocol', (path) => {
  expect(readGoAddress(path)).toBeUndefined()
})

// what golang.org/x/mod/module has in its own tables for CheckPath and UnescapePath
test.each([
  'x.y/z',
  'x.y/z/v2',
  'x.y/z/v20',
  'x.y/v2',
  'x.y/z/v',
  'x.y/v2x',
  'x-y.z/_a~b/c.d',
  '3.4.5.6/a',
  'localhost/a',
])('%s is the path of a module', (path) => {
  expect(readGoAddress(`${path}/@latest`)).toEqual({ modulePath: path, asks: 'latest' })
})

test.each([
  'X.y/z',
  '!x.y/z',
  'x.y/Z',
  'x.y/!Z',
  'x.y/!',
  'x.y/a!',
  'x.y/!1',
  'x.y//z',
  '/x.y/z',
  'x.y/z/',
  'x.y/.z',
  'x.y/z.',
  'x.y/..',
  'x.y/z/v0',
  'x.y/z/v1',
  'x.y/z/v02',
  'x.y/z/v2.1',
  '-x.y/z',
  'x_y.z/a',
  'x.y:80/z',
  'x.y/a b',
  'x.y/ä',
  'x.y/a+b',
  'x.y/a@b',
  'x.y/aux',
  'x.y/COM1.txt'.toLowerCase(),
  'x.y/a~1',
  'x.y/a~12.b',
  'x.y/a\0b',
  'x.y/a\nb',
  `x.y/${'a'.repeat(2000)}`,
  `x.y${'/a'.repeat(64)}`,
])('%j is no path of a module', (path) => {
  expect(() => readGoAddress(`${path}/@latest`)).toThrow(expect.objectContaining({ code: 'invalid' }))
})
