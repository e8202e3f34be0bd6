import { beforeEach, describe, expect, test } from 'vitest'
import { eventsAbout, withoutLog } from '@/e2e/support/administration'
import { makeUser, refusalOf, sql, unique, uniqueAddress } from '@/e2e/support/fixtures'
import { transaction } from '@/lib/data/client'
import { putSetting } from '@/lib/data/settings'
import { networkOf, signUpLimit } from '@/lib/domain/throttle'
import { authenticate } from '@/lib/services/access/authenticate'
import { signUp } from './sign-up'

const password = 'a password of my own'

function form(wishes: { username?: string; email?: string } = {}) {
  const username = unique('myself')
  return { name: 'Myself', username, email: `${username}@example.com`, password, ...wishes }
}

const open = (isOpen: boolean) => transaction((tx) => putSetting('sign_up_enabled', isOpen, tx))
const idOf = async (username: string) =>
  (await sql<{ id: number }>`SELECT id FROM users WHERE username = ${username}`)[0]?.id

beforeEach(() => open(true))

describe('signing up', () => {
  test('makes an account that can sign in at once, is no administrator, and keeps its password', async () => {
    const wishes = form()
    await signUp(wishes, uniqueAddress())
    expect(await authenticate({ username: wishes.email, password }, uniqueAddress())).toMatchObject({
      kind: 'user',
      username: wishes.username,
      isAdmin: false,
    })
    expect(
      await sql`SELECT must_change_password AS must FROM users WHERE username = ${wishes.username}`,
    ).toEqual([{ must: false }])
  })

  test('makes nobody an administrator, whatever else is sent', async () => {
    const wishes = { ...form(), isAdmin: true, mustChangePassword: false, passwordDigest: 'x' }
    await signUp(wishes, uniqueAddress())
    expect(await sql`SELECT is_admin FROM users WHERE username = ${wishes.username}`).toEqual([
      { is_admin: false },
    ])
  })

  test('is in the log as the doing of who signed up, without the password', async () => {
    const wishes = form()
    const address = uniqueAddress()
    await signUp(wishes, address)
    const id = (await idOf(wishes.username)) ?? 0
    const events = await eventsAbout(id)
    const after = { name: 'Myself', username: wishes.username, email: wishes.email, administrator: false }
    expect(events).toEqual([
      {
        action: 'user_signed_up',
        actor_id: id,
        actor_name: wishes.username,
        address,
        target_name: wishes.username,
        before: null,
        after,
      },
    ])
    expect(JSON.stringify(events)).not.toContain(password)
  })

  test('makes no account when the log takes no event', async () => {
    const wishes = form()
    expect(await withoutLog(() => signUp(wishes, uniqueAddress()))).toBe('no event')
    expect(await idOf(wishes.username)).toBeUndefined()
  })

  test('while it is off is not found, and counts for nothing', async () => {
    await open(false)
    const address = uniqueAddress()
    expect((await refusalOf(signUp(form(), address))).code).toBe('not_found')
    expect(
      await sql`SELECT 1 FROM failed_authentications WHERE key = ${`sign-up ${networkOf(address)}`}`,
    ).toEqual([])
  })

  test('with a name and an address that are taken, in any letter case, says so at both', async () => {
    const { username } = await makeUser({ username: unique('Mai') })
    const taken = form({ username: username.toUpperCase(), email: `${username}@example.com`.toLowerCase() })
    expect((await refusalOf(signUp(taken, uniqueAddress()))).fields).toEqual({
      username: ['Username has already been taken'],
      email: ['Email has already been taken'],
    })
  })

  test('of two at once under one name lets one in', async () => {
    const wishes = form()
    const settled = await Promise.allSettled([1, 2].map(() => signUp(wishes, uniqueAddress())))
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('an address', () => {
  test('that asks too often is told to wait, and another is not', async () => {
    const address = '2001:db8:77::1'
    // as if all but the last had been asked for, by whatever process
    await signUp(form(), address)
    await sql`UPDATE failed_authentications SET window_failures = ${signUpLimit.failuresMax - 1}
      WHERE key = ${`sign-up ${networkOf(address)}`}`
    await signUp(form(), address)
    const wishes = form()
    // of the same customer's network
    const refusal = await refusalOf(signUp(wishes, '2001:db8:77::2'))
    expect(refusal.code).toBe('rate_limited')
    expect(refusal.retryAfterSeconds).toBeGreaterThan(signUpLimit.blockSeconds - 10)
    expect(await idOf(wishes.username)).toBeUndefined()
    await signUp(wishes, uniqueAddress())
  })

  test('does not find out for free who is here: a taken name counts as well', async () => {
    const { username } = await makeUser()
    const address = uniqueAddress()
    await refusalOf(signUp(form({ username }), address))
    expect(
      await sql`SELECT window_failures AS n FROM failed_authentications WHERE key = ${`sign-up ${networkOf(address)}`}`,
    ).toEqual([{ n: 1 }])
  })

  test('that asked too often can still sign in', async () => {
    const address = uniqueAddress()
    await sql`INSERT INTO failed_authentications (key, window_started_at, window_failures, hour_started_at, hour_failures, blocked_until)
      VALUES (${`sign-up ${networkOf(address)}`}, now(), 0, now(), 0, now() + interval '1 hour')`
    const user = await makeUser()
    const credentials = { username: user.username, password: 'correct horse battery staple' }
    expect(await authenticate(credentials, address)).toMatchObject({ id: user.id })
  })
})
