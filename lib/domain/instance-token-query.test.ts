import { describe, expect, test } from 'vitest'
import { instanceTokenQuery } from './instance-token-query'

const defaults = {
  search: '',
  state: '',
  scope: '',
  holder: '',
  used: '',
  sort: 'created',
  direction: 'desc',
  page: 1,
}

describe('an address that asks for tokens of the instance', () => {
  test('without anything asks for all, the newest first', () => {
    expect(instanceTokenQuery.parse({})).toEqual(defaults)
  })

  test('says all it can', () => {
    const asked = {
      search: 'ci',
      state: 'expiring_30',
      scope: 'write_registry',
      holder: 'group',
      used: 'unused_90',
      sort: 'lastUsed',
      direction: 'asc',
      page: '7',
    }
    expect(instanceTokenQuery.parse(asked)).toEqual({ ...asked, page: 7 })
  })

  test.each<[string, unknown]>([
    ['search', ['a', 'b']],
    ['search', { contains: '' }],
    ['state', 'dead'],
    ['state', ['active', 'expired']],
    ['scope', 'api'],
    ['holder', 'user'],
    ['used', '1'],
    ['sort', 'digest; DROP TABLE x'],
    ['direction', 'up'],
    ['page', '0'],
    ['page', '-1'],
    ['page', '1.5'],
    ['page', '1e9'],
    ['page', 'x'],
    ['page', ['2']],
  ])('with %s=%j means the default', (name, value) => {
    const parsed = instanceTokenQuery.parse({ [name]: value })
    expect(parsed).toEqual(name === 'page' && Array.isArray(value) ? { ...defaults, page: 2 } : defaults)
  })

  test.each([
    [' ci ', 'ci'],
    ['a\0b', 'ab'],
    ['x'.repeat(300), 'x'.repeat(255)],
  ])('searches for %j as %j', (search, expected) => {
    expect(instanceTokenQuery.parse({ search }).search).toBe(expected)
  })
})
