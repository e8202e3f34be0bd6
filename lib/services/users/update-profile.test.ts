import { beforeEach, describe, expect, test } from 'vitest'
import { ddl, makeUser, password, refusalOf, sql, unique, uniqueAddress } from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import type { Account } from '@/lib/domain/user'
import { authenticate } from '@/lib/services/access/authenticate'
import { openProfile } from './open-profile'
import { updateProfile } from './update-profile'

let user: UserActor
let account: Account

beforeEach(async () => {
  user = await makeUser()
  account = await openProfile(user)
})

describe('one’s own profile', () => {
  test('takes another name without a password, and says in the log what it was', async () => {
    await update({ name: 'Mai Tanaka' })
    expect(await openProfile(user)).toEqual({ ...account, name: 'Mai Tanaka' })
    expect(await eventsOf(user)).toEqual([
      expect.objectContaining({
        action: 'user_updated',
        actor_id: user.id,
        address: '192.0.2.9',
        target_name: user.username,
        before: { name: account.name },
        after: { name: 'Mai Tanaka' },
      }),
    ])
  })

  test('takes another user name and e-mail address with the password: they sign in from then on, the old ones no more', async () => {
    const username = unique('Renamed')
    const email = `${unique('renamed')}@example.com`
    await update({ username, email, currentPassword: password })
    expect(await openProfile(user)).toEqual({ ...account, username, email })
    for (const login of [username.toLowerCase(), email]) {
      expect(await authenticate({ username: login, password }, uniqueAddress())).toMatchObject({
        id: user.id,
      })
    }
    const old = authenticate({ username: user.username, password }, uniqueAddress())
    expect((await refusalOf(old)).code).toBe('unauthenticated')
    expect(await eventsOf(user)).toMatchObject([
      {
        before: { username: account.username, email: account.email },
        after: { username, email },
      },
    ])
  })

  test.each([{ username: 'another-name' }, { email: 'another@example.com' }, { username: 'USER' }])(
    'SV-142: is not changed to %j without the password, nor with a wrong one, which counts',
    async (wishes) => {
      const address = uniqueAddress()
      for (const currentPassword of ['', 'wrong']) {
        expect(await refusalOf(update({ ...wishes, currentPassword }, address))).toMatchObject({
          code: 'invalid',
          fields: { currentPassword: ['You must provide a valid current password'] },
        })
      }
      expect(await openProfile(user)).toEqual(account)
      expect(await eventsOf(user)).toEqual([])
      const key = `address ${address}`
      expect(await sql`SELECT window_failures FROM failed_authentications WHERE key = ${key}`).toEqual([
        { window_failures: 2 },
      ])
    },
  )

  test('as it was is no change, and no event', async () => {
    await update({})
    expect(await eventsOf(user)).toEqual([])
  })

  test('refuses what somebody else has, in any letter case, at both fields at once', async () => {
    const other = await makeUser({ username: unique('Other') })
    const wishes = {
      username: other.username.toUpperCase(),
      email: `${other.username.toUpperCase()}@Example.COM`,
    }
    expect(await refusalOf(update({ ...wishes, currentPassword: password }))).toMatchObject({
      code: 'invalid',
      fields: {
        username: ['Username has already been taken'],
        email: ['Email has already been taken'],
      },
    })
    expect(await openProfile(user)).toEqual(account)
  })

  test('may be written in other letters: one’s own name is not somebody else’s', async () => {
    await update({ username: user.username.toUpperCase(), currentPassword: password })
    expect(await openProfile(user)).toMatchObject({ username: user.username.toUpperCase() })
  })

  test('of two who want one user name at once, one gets it and the other is told', async () => {
    const other = await makeUser()
    const username = unique('wanted')
    const settled = await Promise.allSettled([
      update({ username, currentPassword: password }),
      updateProfile(
        other,
        { ...(await openProfile(other)), username, currentPassword: password },
        '192.0.2.8',
      ),
    ])
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const refused = settled.find((one) => one.status === 'rejected')
    expect(refused?.reason).toMatchObject({ fields: { username: ['Username has already been taken'] } })
  })

  test('that cannot be audited is not changed', async () => {
    const name = unique('doomed')
    await ddl(`CREATE TRIGGER refuse_events BEFORE INSERT ON audit_events
      FOR EACH ROW WHEN (NEW.target_name = '${user.username}') EXECUTE FUNCTION refuse_change()`)
    await expect(update({ name })).rejects.toThrow('append-only')
    await ddl('DROP TRIGGER refuse_events ON audit_events')
    expect(await openProfile(user)).toEqual(account)
  })

  test('of somebody who is gone is not found', async () => {
    await sql`DELETE FROM users WHERE id = ${user.id}`
    expect((await refusalOf(openProfile(user))).code).toBe('not_found')
    expect((await refusalOf(update({ name: 'x' }))).code).toBe('not_found')
  })
})

function update(wishes: Partial<Account & { currentPassword: string }>, address = '192.0.2.9') {
  return updateProfile(user, { ...account, currentPassword: '', ...wishes }, address)
}

function eventsOf({ id }: UserActor) {
  return sql`SELECT * FROM audit_events WHERE target_type = 'user' AND target_id = ${id}`
}
