import { expect, test } from 'vitest'
import { dayWords, momentWords, relativeWords } from './time-words'

const now = new Date('2026-03-11T12:00:00Z')

test.each([
  ['2026-03-11T12:00:00Z', 'just now'],
  ['2026-03-11T11:59:01Z', 'just now'],
  ['2026-03-11T12:00:59Z', 'in less than a minute'],
  ['2026-03-11T11:58:30Z', '1 minute ago'],
  ['2026-03-11T23:59:59Z', 'in 11 hours'],
  ['2026-03-12T12:00:00Z', 'in 1 day'],
  ['2026-03-16T00:00:00Z', 'in 4 days'],
  ['2026-03-18T12:00:00Z', 'in 1 week'],
  ['2026-05-11T12:00:00Z', 'in 2 months'],
  ['2024-03-11T12:00:00Z', '2 years ago'],
])('%s is "%s"', (date, words) => {
  expect(relativeWords(new Date(date), now)).toBe(words)
})

test('a midnight in UTC is the day that begins, wherever the reader sits', () => {
  expect(dayWords(new Date('2024-03-15T00:00:00Z'))).toBe('Mar 15, 2024')
  expect(momentWords(new Date('2024-03-15T00:00:00Z'))).toBe('Mar 15, 2024, 00:00 UTC')
})

test.each([
  ['2024-03-15T00:00:00Z', 'Mar 15, 2024, 12:00 AM UTC', 'Mar 15, 2024, 00:00 UTC'],
  ['2024-03-15T09:05:00Z', 'Mar 15, 2024, 9:05 AM UTC', 'Mar 15, 2024, 09:05 UTC'],
  ['2024-03-15T12:00:00Z', 'Mar 15, 2024, 12:00 PM UTC', 'Mar 15, 2024, 12:00 UTC'],
  ['2024-03-15T14:34:59Z', 'Mar 15, 2024, 2:34 PM UTC', 'Mar 15, 2024, 14:34 UTC'],
])('%s is "%s" to who counts to twelve, and "%s" to others', (date, twelve, twentyFour) => {
  expect(momentWords(new Date(date), true)).toBe(twelve)
  expect(momentWords(new Date(date), false)).toBe(twentyFour)
})
