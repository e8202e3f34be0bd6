import { expect, test } from 'vitest'
import { placeAddress, readPlaceAddress } from './place-address'

test.each([
  ['/acme', '', 'acme', ''],
  ['/acme/sub/web', '', 'acme/sub/web', ''],
  ['/acme/web/edit', '', 'acme/web', '/edit'],
  ['/Acme/web/container_registry', '', 'Acme/web', '/container_registry'],
  ['/acme/web/container_registry/12', '', 'acme/web', '/container_registry/12'],
  ['/acme/web/-/blob/main/container_registry', '', 'acme/web', '/-/blob/main/container_registry'],
  ['/groups/acme/-/container_registries', '/groups', 'acme', '/-/container_registries'],
  ['/acme/web/-/tree/main/a dir/-/b', '', 'acme/web', '/-/tree/main/a dir/-/b'],
  ['/acme/web/-/blob/main/edit', '', 'acme/web', '/-/blob/main/edit'],
  ['/groups/acme/sub/-/edit', '/groups', 'acme/sub', '/-/edit'],
  ['/groups/acme', '/groups', 'acme', ''],
])('%s is read in its parts', (here, prefix, fullPath, rest) => {
  expect(readPlaceAddress(here)).toEqual({ prefix, fullPath, rest, query: '' })
})

test.each(['/', '/-/user_settings/profile', '/groups/'])('%s is the address of no place', (here) => {
  expect(readPlaceAddress(here)).toBeUndefined()
})

test('a query is kept as it is, and none is read into the name of a file', () => {
  const parts = { prefix: '', fullPath: 'acme/web', rest: '/-/audit_events', query: '?page=2&search=a%20b' }
  expect(readPlaceAddress('/acme/web/-/audit_events?page=2&search=a%20b')).toEqual(parts)
  expect(placeAddress(parts)).toBe('/acme/web/-/audit_events?page=2&search=a%20b')
  expect(readPlaceAddress('/acme/web/-/blob/main/a?b')).toMatchObject({ rest: '/-/blob/main/a?b', query: '' })
})

test('what follows the full path is encoded again', () => {
  const parts = { prefix: '', fullPath: 'acme/new', rest: '/-/blob/main/100%/a?b#c d', query: '' }
  expect(placeAddress(parts)).toBe('/acme/new/-/blob/main/100%25/a%3Fb%23c%20d')
})
