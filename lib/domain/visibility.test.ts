import { expect, test } from 'vitest'
import { isWithin, visibilities } from './visibility'

test.each([
  // thing, parent, allowed
  ['private', 'private', true],
  ['private', 'internal', true],
  ['private', 'public', true],
  ['internal', 'private', false],
  ['internal', 'internal', true],
  ['internal', 'public', true],
  ['public', 'private', false],
  ['public', 'internal', false],
  ['public', 'public', true],
] as const)('a %s thing in a %s group: %s', (visibility, parent, allowed) => {
  expect(isWithin(visibility, parent)).toBe(allowed)
})

test('visibilities run from narrow to wide', () => {
  expect(visibilities).toEqual(['private', 'internal', 'public'])
})
