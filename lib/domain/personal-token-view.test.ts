import { expect, test } from 'vitest'
import type { PersonalAccessToken } from './personal-access-token'
import { presentPersonalToken, presentPersonalTokenPage } from './personal-token-view'

const now = new Date('2027-03-01T12:00:00Z')
const token: PersonalAccessToken = {
  id: 42,
  userId: 7,
  username: 'mai',
  name: 'laptop',
  description: 'Mine',
  scopes: ['api'],
  createdAt: new Date('2027-02-01T08:30:00.123Z'),
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
}
const shown = {
  id: 42,
  name: 'laptop',
  description: 'Mine',
  scopes: ['api'],
  state: 'active',
  expiresSoon: false,
  createdAt: '2027-02-01T08:30:00.123Z',
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
}

test('shows exactly these fields, and none that was added to the row by mistake', () => {
  const careless = { ...token, digest: new Uint8Array(32), requestKey: 'x' }
  expect(presentPersonalToken(careless, now)).toEqual(shown)
})

test.each([
  [{ expiresAt: new Date('2027-03-08T00:00:00Z') }, 'active', true],
  [{ expiresAt: new Date('2027-03-09T00:00:00Z') }, 'active', false],
  [{ expiresAt: now }, 'expired', false],
  [{ expiresAt: now, revokedAt: now }, 'revoked', false],
])('%j is %s, and soon over: %s', (times, state, expiresSoon) => {
  expect(presentPersonalToken({ ...token, ...times }, now)).toMatchObject({ state, expiresSoon })
})

test('a page keeps its counts', () => {
  const counts = { active: 1, inactive: 3 }
  expect(presentPersonalTokenPage({ tokens: [token], total: 1, counts, now })).toEqual({
    tokens: [shown],
    total: 1,
    counts,
  })
})
