import { expect, test } from 'vitest'
import { chosenTags, imageListQuery, searchOf, tagsDeletedAtOnceMax } from './container-list'

test.each([
  [['latest'], true],
  [['a'.repeat(128), '_x.y-z'], true],
  [Array(tagsDeletedAtOnceMax).fill('v1'), true],
  [[], false],
  [[''], false],
  [['a'.repeat(129)], false],
  [['../up'], false],
  [Array(tagsDeletedAtOnceMax + 1).fill('v1'), false],
  ['latest', false],
])('tags to delete: %j', (tags, isTaken) => {
  expect(chosenTags.safeParse(tags).success).toBe(isTaken)
})

test('an address asks for images by name unless it says otherwise', () => {
  expect(searchOf(imageListQuery.parse({ sort: 'size', page: '0', search: ' a\0b ' }))).toEqual({
    text: 'ab',
    orderBy: 'name',
    sort: 'asc',
  })
  expect(searchOf(imageListQuery.parse({ sort: 'published', direction: 'desc' }))).toEqual({
    text: '',
    orderBy: 'published',
    sort: 'desc',
  })
})
