import { beforeEach, describe, expect, test } from 'vitest'
import {
  ddl,
  makeSession,
  makeUser,
  password,
  refusalOf,
  sql,
  statementsOf,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import { authenticate } from '@/lib/services/access/authenticate'
import { findSessionUser } from '@/lib/services/sessions/find-session-user'
import { startSession } from '@/lib/services/sessions/start-session'
import { changePassword } from './change-password'

const newPassword = 'a horse of another colour'
let user: UserActor
let sessionId: string

beforeEach(async () => {
  user = await makeUser()
  sessionId = await makeSession(user)
})

describe('a changed password', () => {
  test('is right at once at the git door and at sign-in, and the old one wrong', async () => {
    await change()
    expect(await signIn(newPassword)).toEqual(user)
    expect((await refusalOf(signIn(password))).code).toBe('unauthenticated')
    const wishes = { login: user.username, address: uniqueAddress(), userAgent: '' }
    expect(await startSession({ ...wishes, password: newPassword })).toMatchObject({ userId: user.id })
    expect((await refusalOf(startSession({ ...wishes, password }))).code).toBe('unauthenticated')
  })

  test('is kept as an Argon2id digest of its own', async () => {
    await change()
    const [row] = await sql<{
      password_digest: string
    }>`SELECT password_digest FROM users WHERE id = ${user.id}`
    expect(row?.password_digest).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('SV-042: ends every session but a new one in the place of this: copies of all their cookies are dead', async () => {
    const others = [await makeSession(user), await makeSession(user)]
    const stranger = await makeSession(await makeUser())
    const renewed = await change()
    for (const id of [sessionId, ...others]) expect(await findSessionUser(id)).toBeUndefined()
    expect((await findSessionUser(renewed))?.user).toEqual(user)
    expect(await findSessionUser(stranger)).toBeDefined()
    const [row] = await sql`SELECT user_agent, address FROM sessions WHERE id = ${renewed}::uuid`
    expect(row).toEqual({ user_agent: 'test', address: '192.0.2.9' })
  })

  test('that had to be changed is free again', async () => {
    await sql`UPDATE users SET must_change_password = true WHERE id = ${user.id}`
    expect(await findSessionUser(await change())).toMatchObject({ user, mustChangePassword: false })
    expect(await signIn(newPassword)).toEqual(user)
  })

  test('is audited, without a word of what it was or is', async () => {
    await change()
    expect(await eventsOf(user)).toEqual([
      expect.objectContaining({
        action: 'password_changed',
        actor_id: user.id,
        actor_name: user.username,
        address: '192.0.2.9',
        target_type: 'user',
        target_id: user.id,
        before: null,
        after: null,
      }),
    ])
  })

  test('that cannot be audited is not changed, and ends nothing', async () => {
    await ddl(`CREATE TRIGGER refuse_events BEFORE INSERT ON audit_events
      FOR EACH ROW WHEN (NEW.target_name = '${user.username}') EXECUTE FUNCTION refuse_change()`)
    await expect(change()).rejects.toThrow('append-only')
    await ddl('DROP TRIGGER refuse_events ON audit_events')
    expect(await signIn(password)).toEqual(user)
    expect(await findSessionUser(sessionId)).toBeDefined()
  })

  test('of two changes at once, one is made', async () => {
    const settled = await Promise.allSettled([
      change({ newPassword: 'one of two horses' }),
      change({ newPassword: 'the other of two horses' }),
    ])
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await eventsOf(user)).toHaveLength(1)
  })
})

describe('a wrong current password', () => {
  test.each([
    ['another one', 'wrong'],
    ['none', ''],
    ['one with a NUL', `${password}\0`],
    ['one of a megabyte', 'x'.repeat(1_000_000)],
  ])('%s is an error at its field, and changes nothing', async (_, currentPassword) => {
    expect(await refusalOf(change({ currentPassword }))).toMatchObject({
      code: 'invalid',
      fields: { currentPassword: ['You must provide a valid current password'] },
    })
    expect(await signIn(password)).toEqual(user)
    expect(await findSessionUser(sessionId)).toBeDefined()
    expect(await eventsOf(user)).toEqual([])
  })

  test('is a failure of the address', async () => {
    const address = uniqueAddress()
    await refusalOf(change({ currentPassword: 'wrong', address }))
    expect(
      await sql`SELECT window_failures FROM failed_authentications WHERE key = ${`address ${address}`}`,
    ).toEqual([{ window_failures: 1 }])
  })

  test('more than ten times shuts the change of this account, from wherever it is tried, and of no other', async () => {
    const guess = () => refusalOf(change({ currentPassword: 'wrong', address: uniqueAddress() }))
    for (let count = 0; count < 11; count++) expect((await guess()).code).toBe('invalid')
    const statements = await statementsOf(async () => {
      const told = await refusalOf(change({ address: uniqueAddress() }))
      expect(told).toMatchObject({ code: 'rate_limited' })
      expect(told.retryAfterSeconds).toBeGreaterThan(590)
    })
    expect(statements).toHaveLength(1)
    // its owner still signs in, and somebody else still changes theirs
    expect(await signIn(password)).toEqual(user)
    user = await makeUser()
    await change({ sessionId: await makeSession(user) })
  })
})

function change(wishes: Partial<Parameters<typeof changePassword>[1]> = {}): Promise<string> {
  const plain = { currentPassword: password, newPassword, sessionId, address: '192.0.2.9' }
  return changePassword(user, { ...plain, ...wishes })
}

function signIn(password: string) {
  return authenticate({ username: user.username, password }, uniqueAddress())
}

function eventsOf({ id }: UserActor) {
  return sql`SELECT * FROM audit_events WHERE target_type = 'user' AND target_id = ${id}`
}
