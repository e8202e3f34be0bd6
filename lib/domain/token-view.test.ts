import { describe, expect, test } from 'vitest'
import type { DeployToken } from './deploy-token'
import { presentToken, presentTokenPage } from './token-view'

const now = new Date('2027-03-01T12:00:00.000Z')
const token: DeployToken = {
  id: 42,
  name: 'ci',
  customUsername: null,
  scopes: ['read_repository'],
  holder: { kind: 'project', id: 9 },
  createdAt: new Date('2027-02-01T08:30:00.123Z'),
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
  creatorName: 'mai',
  revokerName: null,
}

describe('presentToken', () => {
  test('shows exactly these fields: no holder, no value, no digest', () => {
    expect(presentToken(token, now)).toEqual({
      id: 42,
      name: 'ci',
      username: 'gitlab+deploy-token-42',
      scopes: ['read_repository'],
      state: 'active',
      expiresSoon: false,
      createdAt: '2027-02-01T08:30:00.123Z',
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: null,
      creatorName: 'mai',
      revokerName: null,
    })
  })

  test('a field added to the row by mistake does not reach the wire', () => {
    const careless = { ...token, digest: new Uint8Array(32), requestKey: 'x' }
    expect(presentToken(careless, now)).toEqual(presentToken(token, now))
  })

  test('every time is ISO 8601 in UTC', () => {
    const at = new Date('2027-03-31T02:00:00+02:00')
    const view = presentToken({ ...token, expiresAt: at, lastUsedAt: at, revokedAt: at }, now)
    expect([view.expiresAt, view.lastUsedAt, view.revokedAt]).toEqual(
      Array(3).fill('2027-03-31T00:00:00.000Z'),
    )
  })

  test.each([
    ['active', false, '2027-03-09T00:00:00Z', null],
    ['active', true, '2027-03-05T00:00:00Z', null],
    ['expired', false, '2027-03-01T12:00:00Z', null],
    ['revoked', false, '2027-03-05T00:00:00Z', '2027-02-28T00:00:00Z'],
  ] as const)(
    'a token is %s (marked: %s) where it ends %s and was revoked %s',
    (state, soon, end, revoked) => {
      const dated = { ...token, expiresAt: new Date(end), revokedAt: revoked ? new Date(revoked) : null }
      expect(presentToken(dated, now)).toMatchObject({ state, expiresSoon: soon })
    },
  )

  test('a chosen user name is shown in place of the default', () => {
    expect(presentToken({ ...token, customUsername: 'deployer' }, now).username).toBe('deployer')
  })
})

test('a page is told by the clock of the database it was read by', () => {
  const ending = { ...token, expiresAt: now }
  const page = { tokens: [ending, token], total: 2, counts: { active: 1, inactive: 1 } }
  expect(presentTokenPage({ ...page, now }).tokens.map((view) => view.state)).toEqual(['expired', 'active'])
  const before = new Date(now.getTime() - 1)
  expect(presentTokenPage({ ...page, now: before }).tokens.map((view) => view.state)).toEqual([
    'active',
    'active',
  ])
  expect(presentTokenPage({ ...page, now })).toMatchObject({ total: 2, counts: { active: 1, inactive: 1 } })
})
