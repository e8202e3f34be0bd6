import { randomUUID } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import {
  makeSession,
  makeUser,
  password,
  refusalOf,
  sql,
  statementsOf,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import { replacePassword } from '@/lib/data/accounts'
import { transaction } from '@/lib/data/client'
import { insertSession } from '@/lib/data/sessions'
import { findCredentials } from '@/lib/data/users'
import { endSession } from './end-session'
import { findSessionUser } from './find-session-user'
import { lastMoment, startSession } from './start-session'

const signIn = (login: string, secret = password) =>
  startSession({ login, password: secret, address: uniqueAddress(), userAgent: 'a browser' })

describe('signing in', () => {
  test('starts a session of the user that lasts 30 days and no more', async () => {
    const user = await makeUser()
    const { sessionId, userId } = await signIn(user.username)
    expect(userId).toBe(user.id)
    expect((await findSessionUser(sessionId))?.user).toEqual(user)
    const [row] =
      await sql`SELECT user_agent, expires_at - now() BETWEEN interval '29 days 23 hours' AND interval '30 days'
      AS lasts FROM sessions WHERE id = ${sessionId}::uuid`
    expect(row).toEqual({ user_agent: 'a browser', lasts: true })
  })

  test('starts another session each time: nobody can fix one beforehand', async () => {
    const user = await makeUser()
    expect((await signIn(user.username)).sessionId).not.toBe((await signIn(user.username)).sessionId)
  })

  test('keeps no more than 255 characters of what a browser says it is', async () => {
    const user = await makeUser()
    const wishes = { login: user.username, password, address: uniqueAddress(), userAgent: 'x'.repeat(10_000) }
    const { sessionId } = await startSession(wishes)
    expect(await sql`SELECT length(user_agent) AS n FROM sessions WHERE id = ${sessionId}::uuid`).toEqual([
      { n: 255 },
    ])
  })

  test('with a wrong password, an unknown name or as somebody blocked is one refusal, and starts nothing', async () => {
    const [user, blocked] = [await makeUser(), await makeUser({ isBlocked: true })]
    const refusals = [
      await refusalOf(signIn(user.username, 'wrong')),
      await refusalOf(signIn('nobody-of-that-name')),
      await refusalOf(signIn(blocked.username)),
    ]
    expect(refusals[0]?.code).toBe('unauthenticated')
    expect(refusals[1]).toEqual(refusals[0])
    expect(refusals[2]).toEqual(refusals[0])
    expect(await sql`SELECT 1 FROM sessions WHERE user_id IN (${user.id}, ${blocked.id})`).toEqual([])
  })

  test('is refused to a deploy token’s kind of secret as to any wrong password', async () => {
    const user = await makeUser()
    const secret = 'gldt-Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y0E0cjW'
    expect((await refusalOf(signIn(user.username, secret))).code).toBe('unauthenticated')
  })
})

test('a sign-in with a password that is changed while it is checked starts nothing', async () => {
  const user = await makeUser()
  const found = await findCredentials(user.id)
  // as it stands when the check of the old one has just come to its end
  const late = {
    id: randomUUID(),
    userId: user.id,
    address: '192.0.2.1',
    userAgent: '',
    expiresAt: lastMoment(),
  }
  let signedIn: Promise<boolean> | undefined
  await transaction(async (tx) => {
    await replacePassword(tx, user.id, { from: found?.passwordDigest ?? '', to: 'another' })
    signedIn = insertSession({ ...late, passwordDigest: found?.passwordDigest })
    await untilSomethingWaits()
  })
  expect(await signedIn).toBe(false)
  expect(await sql`SELECT 1 FROM sessions WHERE user_id = ${user.id}`).toEqual([])
})

/** Returns once a statement waits for another transaction's lock. */
async function untilSomethingWaits(): Promise<void> {
  const waiting = () =>
    sql`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
  await vi.waitUntil(async () => (await waiting()).length > 0, { timeout: 5000 })
}

describe('a session id', () => {
  test('that was ended is nobody at the next look', async () => {
    const sessionId = await makeSession(await makeUser())
    await endSession(sessionId)
    expect(await findSessionUser(sessionId)).toBeUndefined()
  })

  test.each([
    ['none', undefined],
    ['nothing', ''],
    ['a number', '1'],
    ['SQL', "' OR true --"],
    ['a NUL', '\0'],
    ['something long', 'x'.repeat(1_000_000)],
    ['a UUID and more', '5f2c1d3e-0000-4000-8000-000000000000 '],
  ])('that is %s is nobody, without a query', async (_, sessionId) => {
    const statements = await statementsOf(async () => {
      expect(await findSessionUser(sessionId)).toBeUndefined()
    })
    expect(statements).toEqual([])
  })
})
