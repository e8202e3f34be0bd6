import { expect, test } from 'vitest'
import { changesSignIn } from './profile'

test.each([
  ['mai', 'mai@example.com', false],
  ['mai', ' Mai@Example.com ', false],
  ['Mai', 'mai@example.com', true],
  ['tanaka', 'mai@example.com', true],
  ['mai', 'mai@example.org', true],
])('from mai, mai@example.com to %s, %s changes the sign-in: %s', (username, email, expected) => {
  expect(changesSignIn({ username: 'mai', email: 'mai@example.com' }, { username, email })).toBe(expected)
})
