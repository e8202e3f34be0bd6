import { expect, test } from 'vitest'
import { presentUser } from './user-view'

const user = {
  id: 7,
  username: 'mai',
  name: 'Mai Tanaka',
  email: 'mai@example.com',
  isAdmin: false,
  blockedAt: new Date('2027-02-01T08:30:00Z'),
  createdAt: new Date('2027-01-01T00:00:00+02:00'),
  lastActivityAt: null,
  groupCount: 1,
  projectCount: 2,
}

test('the page gets exactly these fields of a user, whatever else a row holds', () => {
  const careless = { ...user, passwordDigest: 'x', mustChangePassword: true }
  expect(presentUser(careless, 8)).toEqual({
    id: 7,
    username: 'mai',
    name: 'Mai Tanaka',
    email: 'mai@example.com',
    isAdmin: false,
    isBlocked: true,
    isSelf: false,
    createdAt: '2026-12-31T22:00:00.000Z',
    blockedAt: '2027-02-01T08:30:00.000Z',
    lastActivityAt: null,
    groupCount: 1,
    projectCount: 2,
  })
  expect(presentUser(user, 7).isSelf).toBe(true)
})
