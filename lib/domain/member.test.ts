import { describe, expect, test } from 'vitest'
import { inviteesMax, inviteForm, mayManage, memberForm, memberListQuery, rolesWithin } from './member'

const now = new Date('2027-02-27T23:59:59.000Z')
const invitation = { users: 'devon', accessLevel: 30, expiresAt: '' }

function messagesOf(schema: ReturnType<typeof inviteForm>, input: unknown): Record<string, string[]> {
  const parsed = schema.safeParse(input)
  const found: Record<string, string[]> = {}
  for (const { path, message } of parsed.error?.issues ?? []) {
    const field = String(path[0])
    found[field] = [...(found[field] ?? []), message]
  }
  return found
}

describe('who is invited', () => {
  test.each([
    ['devon', ['devon']],
    [' Devon \r\n', ['devon']],
    ['devon, mai@Example.com', ['devon', 'mai@example.com']],
    ['@devon,@mai', ['devon', 'mai']],
    ['devon,,devon , DEVON', ['devon']],
    ['devon mai\tlee', ['devon', 'mai', 'lee']],
    ['x'.repeat(255), ['x'.repeat(255)]],
  ])('%j is %j', (users, read) => {
    expect(inviteForm(now).parse({ ...invitation, users }).users).toEqual(read)
  })

  const blank = "Username or email address can't be blank"
  const invalid = 'Username or email address is invalid'
  test.each([
    ['', blank],
    [' , ,\n', blank],
    ['@', blank],
    [undefined, blank],
    [null, blank],
    [7, blank],
    [{ contains: '' }, blank],
    [['devon'], blank],
    ['dev\0on', invalid],
    ['dev\u202eon', invalid],
    ['dev\u200bon', invalid],
    ['dévon', invalid],
    ['x'.repeat(256), invalid],
    ['x'.repeat(10_000), 'Username or email address is too long'],
    [
      Array.from({ length: inviteesMax + 1 }, (_, i) => `u${i}`).join(),
      `At most ${inviteesMax} people can be invited at once`,
    ],
  ])('%j is refused', (users, message) => {
    expect(messagesOf(inviteForm(now), { ...invitation, users })).toEqual({ users: [message] })
  })
})

describe('a role', () => {
  test.each([10, 15, 20, 30, 40, 50])('of level %i is one', (accessLevel) => {
    expect(memberForm(now).parse({ accessLevel, expiresAt: '' })).toEqual({ accessLevel, expiresAt: null })
  })

  test.each([0, -1, 5, 45, 60, 1e9, 30.5, Number.NaN, '30', 'Owner', null, undefined, [30], { gte: 30 }])(
    'is not %j',
    (accessLevel) => {
      expect(messagesOf(inviteForm(now), { ...invitation, accessLevel })).toEqual({
        accessLevel: ['Access level is not included in the list'],
      })
    },
  )
})

describe('an end', () => {
  test.each(['2027-02-28', '9999-12-31'])('of %s is midnight UTC', (expiresAt) => {
    const parsed = memberForm(now).parse({ accessLevel: 30, expiresAt })
    expect(parsed.expiresAt?.toISOString()).toBe(`${expiresAt}T00:00:00.000Z`)
  })

  test.each(['2027-02-27', '2020-01-01', '2027-02-29', '2027-3-1', 'tomorrow', 5, {}, null])(
    'of %j is refused',
    (expiresAt) => {
      expect(Object.keys(messagesOf(inviteForm(now), { ...invitation, expiresAt }))).toEqual(['expiresAt'])
    },
  )
})

test('everything that is wrong is told at once, and what is not asked for is dropped', () => {
  const wrong = { users: '', accessLevel: 45, expiresAt: '2020-01-01', id: 1, userId: 2 }
  expect(Object.keys(messagesOf(inviteForm(now), wrong))).toEqual(
    expect.arrayContaining(['users', 'accessLevel', 'expiresAt']),
  )
  expect(Object.keys(inviteForm(now).parse({ ...invitation, id: 1, groupId: 2 })).sort()).toEqual([
    'accessLevel',
    'expiresAt',
    'users',
  ])
})

describe('the roles somebody may give', () => {
  test.each([
    [50, 0, ['Guest', 'Planner', 'Reporter', 'Developer', 'Maintainer', 'Owner']],
    [40, 0, ['Guest', 'Planner', 'Reporter', 'Developer', 'Maintainer']],
    [40, 30, ['Developer', 'Maintainer']],
    [0, 0, []],
  ])('up to %i, from %i', (most, least, names) => {
    expect(rolesWithin(most, least).map(({ role }) => role)).toEqual(names)
  })
})

describe('nobody touches who is above them', () => {
  test.each([
    [40, 30, 0, true],
    [40, 40, 0, true],
    [40, 50, 0, false],
    [40, 10, 50, false],
    [50, 50, 50, true],
  ])('of level %i: a member of %i who inherits %i: %j', (ownLevel, accessLevel, inheritedLevel, may) => {
    expect(mayManage(ownLevel, { accessLevel, inheritedLevel })).toBe(may)
  })
})

test('a question for a list that makes no sense is the first page', () => {
  const first = {
    search: '',
    accessLevel: null,
    source: 'all',
    sort: 'account',
    direction: 'asc',
    page: 1,
  }
  expect(memberListQuery.parse({})).toEqual(first)
  expect(
    memberListQuery.parse({
      search: { contains: '' },
      accessLevel: 45,
      source: ['direct'],
      sort: 'name; DROP TABLE users',
      direction: 1,
      page: -1,
    }),
  ).toEqual(first)
  expect(memberListQuery.parse({ search: 'a\0', page: 1e12 })).toEqual(first)
})
