import { describe, expect, test } from 'vitest'
import { listAddress, listQuery } from './list-query'

const schema = listQuery(['name', 'created'], ['active', 'blocked'])
const defaults = schema.parse({})

describe('a list’s address', () => {
  test('that says nothing asks for the first page by the first sort', () => {
    expect(defaults).toEqual({ search: '', filter: 'active', sort: 'name', direction: 'asc', page: 1 })
  })

  test('is read back as it was written', () => {
    const query = {
      search: 'a & b=%',
      filter: 'blocked',
      sort: 'created',
      direction: 'desc',
      page: 7,
    } as const
    const address = listAddress('/admin/users', query, defaults)
    const { searchParams } = new URL(address, 'http://localhost')
    expect(schema.parse(Object.fromEntries(searchParams))).toEqual(query)
  })

  test('holds only what differs from the default', () => {
    expect(listAddress('/admin/users', defaults, defaults)).toBe('/admin/users')
    expect(listAddress('/admin/users', { ...defaults, page: 2 }, defaults)).toBe('/admin/users?page=2')
  })

  test.each<[string, object, object]>([
    ['a sort that is none', { sort: 'password_digest' }, { sort: 'name' }],
    ['a filter that is none', { filter: "' OR true --" }, { filter: 'active' }],
    ['a direction that is none', { direction: 'ASC; DROP TABLE users' }, { direction: 'asc' }],
    ['a page of words', { page: 'x' }, { page: 1 }],
    ['a page below the first', { page: '-1' }, { page: 1 }],
    ['half a page', { page: '1.5' }, { page: 1 }],
    ['a page beyond reason', { page: '1e99' }, { page: 1 }],
    ['two searches', { search: ['a', 'b'] }, { search: '' }],
    ['a NUL', { search: ' a\0b ' }, { search: 'ab' }],
    ['a search beyond reason', { search: 'x'.repeat(10_000) }, { search: 'x'.repeat(255) }],
  ])('with %s falls back', (_, asked, read) => {
    expect(schema.parse(asked)).toMatchObject(read)
  })
})
