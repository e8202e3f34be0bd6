import { describe, expect, test } from 'vitest'
import { type AuditEvent, auditTargetTypes } from './audit-event'
import { auditTargetWords, compareFacts, presentAuditEvent } from './audit-view'

const event: AuditEvent = {
  id: 7,
  at: new Date('2026-11-21T09:00:00.000Z'),
  action: 'member_updated',
  author: { id: 1, username: 'root' },
  address: '192.0.2.1',
  target: { type: 'user', id: 2, name: 'maintainer' },
  placePath: 'acme/web',
  before: { access_level: 30 },
  after: { access_level: 40 },
  hash: 'ab',
}

test('an event is told in words', () => {
  expect(presentAuditEvent(event)).toEqual({
    id: 7,
    at: '2026-11-21T09:00:00.000Z',
    author: 'root',
    action: 'Changed member',
    targetType: 'User',
    target: 'maintainer',
    place: 'acme/web',
    address: '192.0.2.1',
    facts: [{ name: 'Access level', before: 'Developer', after: 'Maintainer', isChanged: true }],
  })
})

test.each(['thing_exploded', 'constructor', '__proto__'])(
  'an event of another version, %s, has words too',
  (name) => {
    const { action, targetType } = presentAuditEvent({
      ...event,
      action: name,
      target: { ...event.target, type: name },
    })
    expect([typeof action, typeof targetType]).toEqual(['string', 'string'])
    expect(action).toMatch(/[a-z]/)
  },
)

test('every type of target has a word', () => {
  for (const type of auditTargetTypes) expect(auditTargetWords[type]).toMatch(/^[A-Z]/)
})

describe('facts before and after', () => {
  test.each<
    [what: string, ...Parameters<typeof compareFacts>, string | undefined, string | undefined, boolean]
  >([
    ['a change', { a: 'x' }, { a: 'y' }, 'x', 'y', true],
    ['no change', { a: 'x' }, { a: 'x' }, 'x', 'x', false],
    ['something made', null, { a: 'x' }, undefined, 'x', true],
    ['something gone', { a: 'x' }, null, 'x', undefined, true],
    ['something gone among others', { a: 'x', b: 1 }, { b: 1 }, 'x', undefined, true],
    ['a switch', { a: false }, { a: true }, 'No', 'Yes', true],
    ['a number', { a: 1 }, { a: 20 }, '1', '20', true],
    ['nothing', { a: null }, { a: '' }, 'None', 'None', false],
    ['a list', { a: ['x', 'y'] }, { a: [] }, 'x, y', 'None', true],
    ['a level that is none', { access_level: 7 }, { access_level: 10 }, '7', 'Guest', true],
  ])('%s', (_, before, after, old, now, isChanged) => {
    expect(compareFacts(before, after)[0]).toMatchObject({ before: old, after: now, isChanged })
  })

  test('are those of both sides, each once', () => {
    const names = compareFacts({ name: 'a', expires_at: null }, { name: 'b', archived: true }).map(
      ({ name }) => name,
    )
    expect(names).toEqual(['Name', 'Expires at', 'Archived'])
    expect(compareFacts(null, null)).toEqual([])
  })
})
