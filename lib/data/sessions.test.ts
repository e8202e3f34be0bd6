import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { makeSession, makeUser, sql, statementsOf } from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import { endSession, findSessionUser } from './sessions'

const idleDays = 7
let user: UserActor
let id: string

beforeEach(async () => {
  user = await makeUser()
  id = await makeSession(user)
})

describe('a session', () => {
  test('is its user', async () => {
    expect((await findSessionUser(id, idleDays))?.user).toEqual(user)
  })

  test('that is unknown is nobody', async () => {
    expect(await findSessionUser(randomUUID(), idleDays)).toBeUndefined()
  })

  test('that has ended is nobody, at once and for ever, and ending it twice is no error', async () => {
    await endSession(id)
    expect(await findSessionUser(id, idleDays)).toBeUndefined()
    const [first] = await sql`SELECT ended_at FROM sessions WHERE id = ${id}::uuid`
    await endSession(id)
    expect((await sql`SELECT ended_at FROM sessions WHERE id = ${id}::uuid`)[0]).toEqual(first)
  })

  test('ends alone: another of the same user lives on', async () => {
    const other = await makeSession(user)
    await endSession(id)
    expect((await findSessionUser(other, idleDays))?.user).toEqual(user)
  })

  test('that has expired is nobody, by the database’s clock', async () => {
    onTestFinished(() => void vi.useRealTimers())
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2199-01-01') })
    expect((await findSessionUser(id, idleDays))?.user).toEqual(user)
    vi.setSystemTime(new Date('1999-01-01'))
    await sql`UPDATE sessions SET expires_at = now() WHERE id = ${id}::uuid`
    expect(await findSessionUser(id, idleDays)).toBeUndefined()
  })

  test('nobody used for longer than the idle days is nobody', async () => {
    await seen('7 days')
    expect(await findSessionUser(id, idleDays)).toBeUndefined()
  })

  test('used just within the idle days is its user, and counts them anew', async () => {
    await seen('6 days 23 hours 59 minutes')
    expect((await findSessionUser(id, idleDays))?.user).toEqual(user)
    await sql`UPDATE sessions SET last_seen_at = last_seen_at - interval '6 days 23 hours' WHERE id = ${id}::uuid`
    expect((await findSessionUser(id, idleDays))?.user).toEqual(user)
  })

  test('of a user who is blocked is nobody, and their user again once they are not', async () => {
    await sql`UPDATE users SET blocked_at = now() WHERE id = ${user.id}`
    expect(await findSessionUser(id, idleDays)).toBeUndefined()
    await sql`UPDATE users SET blocked_at = NULL WHERE id = ${user.id}`
    expect((await findSessionUser(id, idleDays))?.user).toEqual(user)
  })

  test('shows at the next request that its user has become, or is no longer, an administrator', async () => {
    await sql`UPDATE users SET is_admin = true WHERE id = ${user.id}`
    expect((await findSessionUser(id, idleDays))?.user.isAdmin).toBe(true)
    await sql`UPDATE users SET is_admin = false WHERE id = ${user.id}`
    expect((await findSessionUser(id, idleDays))?.user.isAdmin).toBe(false)
  })

  test('tells at the next request that its user has to change the password, and how they want to see things', async () => {
    const preferences = { theme: 'auto', timeDisplay: 'relative', timeFormat: 'auto' }
    expect(await findSessionUser(id, idleDays)).toEqual({
      sessionId: id,
      user,
      mustChangePassword: false,
      preferences,
    })
    await sql`UPDATE users SET must_change_password = true, theme = 'dark', time_format = '12h' WHERE id = ${user.id}`
    expect(await findSessionUser(id, idleDays)).toMatchObject({
      mustChangePassword: true,
      preferences: { ...preferences, theme: 'dark', timeFormat: '12h' },
    })
  })

  test('goes with its user', async () => {
    await sql`DELETE FROM users WHERE id = ${user.id}`
    expect(await findSessionUser(id, idleDays)).toBeUndefined()
  })
})

describe('asking who it is', () => {
  test('is one statement', async () => {
    expect(await statementsOf(() => findSessionUser(id, idleDays))).toHaveLength(1)
  })

  test('moves the last-seen time at most once a minute', async () => {
    const before = await lastSeen()
    await findSessionUser(id, idleDays)
    expect(await lastSeen()).toEqual(before)
    await seen('61 seconds')
    await findSessionUser(id, idleDays)
    expect((await lastSeen()).getTime()).toBeGreaterThanOrEqual(before.getTime())
  })

  test('of a session that is over moves nothing', async () => {
    await seen('2 minutes')
    const before = await lastSeen()
    await endSession(id)
    await findSessionUser(id, idleDays)
    expect(await lastSeen()).toEqual(before)
  })
})

async function seen(ago: string): Promise<void> {
  await sql`UPDATE sessions SET last_seen_at = now() - ${ago}::text::interval WHERE id = ${id}::uuid`
}

async function lastSeen(): Promise<Date> {
  const [row] = await sql<{ last_seen_at: Date }>`SELECT last_seen_at FROM sessions WHERE id = ${id}::uuid`
  if (!row) throw new Error('The session is gone')
  return row.last_seen_at
}
