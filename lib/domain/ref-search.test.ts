import { expect, test } from 'vitest'
import { isMatch, parseRefSearch } from './ref-search'

test.each([
  ['', 'main', true],
  ['AI', 'main', true],
  ['^ma', 'main', true],
  ['^ai', 'main', false],
  ['in$', 'Main', true],
  ['ma$', 'main', false],
  ['^main$', 'MAIN', true],
  ['^mai$', 'main', false],
  ['^', 'main', true],
  ['.*', 'main', false],
])('%s finds %s: %s', (search, name, found) => {
  expect(isMatch(parseRefSearch(search), name)).toBe(found)
})
