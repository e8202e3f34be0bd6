import { expect, test } from 'vitest'
import { countsToTwelve, preferencesChange } from './preference'

test.each([
  ['12h', 'de', true],
  ['24h', 'en-US', false],
  ['auto', 'en-US,en;q=0.9', true],
  ['auto', 'en-GB,en;q=0.9', false],
  ['auto', 'de-DE', false],
  ['auto', ' ja ; q=1, en-US', false],
  ['auto', 'en-US-u-hc-h23', false],
  ['auto', 'en-', false],
  ['auto', '*', false],
  ['auto', 'x'.repeat(40), false],
  ['auto', '', false],
  ['auto', null, false],
] as const)('%s for a browser of %j counts to twelve: %s', (timeFormat, acceptLanguage, expected) => {
  expect(countsToTwelve(timeFormat, acceptLanguage)).toBe(expected)
})

test('one preference is changed without the others, and only to what there is', () => {
  expect(preferencesChange.parse({ theme: 'dark' })).toEqual({ theme: 'dark' })
  expect(preferencesChange.safeParse({ theme: 'pink' }).success).toBe(false)
  expect(preferencesChange.safeParse({ timeFormat: '25h' }).success).toBe(false)
})
