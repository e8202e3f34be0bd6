import { describe, expect, test } from 'vitest'
import type { Member } from './member'
import { presentMemberPage } from './member-view'

const member: Member = {
  user: { id: 7, username: 'devon', name: 'Devon', isBlocked: false },
  accessLevel: 30,
  expiresAt: new Date('2027-01-01T00:00:00Z'),
  createdAt: new Date('2026-01-01T00:00:00Z'),
  isExpired: false,
  isDirect: true,
  source: { kind: 'project', id: 3, name: 'web', fullPath: 'acme/web' },
  direct: { id: 5, accessLevel: 30, expiresAt: new Date('2027-01-01T00:00:00Z'), isExpired: false },
  inheritedLevel: 0,
}

describe('what may be done to a member', () => {
  const cases: [string, Partial<Member>, number, boolean][] = [
    ['by a Maintainer to a Developer', {}, 40, true],
    ['by somebody who manages nothing', {}, 0, false],
    ['to somebody who is a member from above only', { direct: null, isDirect: false }, 50, false],
    ['by a Maintainer to somebody who inherits Owner', { inheritedLevel: 50 }, 40, false],
    ['by an Owner to the same', { inheritedLevel: 50 }, 50, true],
  ]
  test.each(cases)('%s', (_, facts, givesUpTo, canManage) => {
    expect(present(facts, { userId: 1, givesUpTo }).canManage).toBe(canManage)
  })
})

test('a member is plain data, and nothing of their account but the names', () => {
  const view = present({}, { userId: 7, givesUpTo: 0 })
  expect(JSON.parse(JSON.stringify(view))).toEqual(view)
  expect(view).toMatchObject({ isSelf: true, role: 'Developer', expiresAt: '2027-01-01T00:00:00.000Z' })
  expect(present({}, { userId: 8, givesUpTo: 0 }).isSelf).toBe(false)
})

function present(facts: Partial<Member>, viewer: { userId: number; givesUpTo: number }) {
  const page = presentMemberPage({ members: [{ ...member, ...facts }], total: 1, count: 1 }, viewer)
  const [view] = page.members
  if (!view) throw new Error('Nobody was presented')
  return view
}
