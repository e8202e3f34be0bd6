import { expect, test } from 'vitest'
import { placeAddress, readPlaceAddress } from './place-address'

test.each([
  ['/acme', '', 'acme', ''],
  ['/acme/sub/web', '', 'acme/sub/web', ''],
  ['/acme/web/edit', '', 'acme/web', '/edit'],
  ['/acme/web/-/tree/main/a dir/-/b', '', 'acme/web', '/-/tree/main/a dir/-/b'],
  ['/acme/web/-/blob/main/edit', '', 'acme/web', '/-/blob/main/edit'],
  ['/groups/acme/sub/-/edit', '/groups', 'acme/sub', '/-/edit'],
  ['/groups/acme', '/groups', 'acme', ''],
])('%s is read in its parts', (here, prefix, fullPath, rest) => {
  expect(readPlaceAddress(here)).toEqual({ prefix, fullPath, rest })
})

test.each(['/', '/-/user_settings/profile', '/groups/'])('%s is the address of no place', (here) => {
  expect(readPlaceAddress(here)).toBeUndefined()
})

test('what follows the full path is encoded again', () => {
  const parts = { prefix: '', fullPath: 'acme/new', rest: '/-/blob/main/100%/a?b#c d' }
  expect(placeAddress(parts)).toBe('/acme/new/-/blob/main/100%25/a%3Fb%23c%20d')
})
