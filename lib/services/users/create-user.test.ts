import { describe, expect, test } from 'vitest'
import { eventsAbout, withoutLog } from '@/e2e/support/administration'
import { administrator, makeUser, refusalOf, sql, unique } from '@/e2e/support/fixtures'
import { nobody } from '@/lib/domain/actor'
import { isPassword } from '@/lib/storage/passwords'
import { createUser } from './create-user'

const address = '192.0.2.7'

function form(wishes: { username?: string; email?: string; password?: string; isAdmin?: boolean } = {}) {
  const username = unique('new')
  return { name: 'Mai', username, email: `${username}@example.com`, password: '', isAdmin: false, ...wishes }
}

describe('a new user', () => {
  test('has the password that was generated, and has to change it', async () => {
    const { user, password } = await createUser(await administrator(), form(), address)
    expect(password).toMatch(/^[\w-]{20}$/)
    const [row] = await sql<{ digest: string; must: boolean }>`
      SELECT password_digest AS digest, must_change_password AS must FROM users WHERE id = ${user.id}`
    expect(await isPassword(password ?? '', row?.digest)).toBe(true)
    expect(row?.must).toBe(true)
  })

  test('with a typed password has that one, which is not told again and has to be changed', async () => {
    const typed = form({ password: 'chosen by somebody else' })
    const { user, password } = await createUser(await administrator(), typed, address)
    expect(password).toBeUndefined()
    expect(await sql`SELECT must_change_password AS must FROM users WHERE id = ${user.id}`).toEqual([
      { must: true },
    ])
  })

  test('is in the log, without a password', async () => {
    const admin = await administrator()
    const wishes = form({ isAdmin: true })
    const { user, password } = await createUser(admin, wishes, address)
    const events = await eventsAbout(user.id)
    expect(events).toEqual([
      {
        action: 'user_created',
        actor_id: admin.id,
        actor_name: admin.username,
        address,
        target_name: wishes.username,
        before: null,
        after: { name: 'Mai', username: wishes.username, email: wishes.email, administrator: true },
      },
    ])
    expect(JSON.stringify(events)).not.toContain(password)
  })

  test('is not there when the log takes no event', async () => {
    const wishes = form()
    const admin = await administrator()
    expect(await withoutLog(() => createUser(admin, wishes, address))).toBe('no event')
    expect(await sql`SELECT 1 FROM users WHERE username = ${wishes.username}`).toEqual([])
  })

  test('may have the path of a group for a name', async () => {
    const path = unique('group')
    await sql`INSERT INTO groups (traversal_ids, path, name, disabled_features) VALUES ('{}', ${path}, 'x', '{}')`
    expect((await createUser(await administrator(), form({ username: path }), address)).user.username).toBe(
      path,
    )
  })
})

describe('who has been there first', () => {
  test('keeps the user name and the address, in any letter case, and each is told at its field', async () => {
    const { username } = await makeUser({ username: unique('Mai') })
    const both = form({ username: username.toUpperCase(), email: `${username}@example.com`.toLowerCase() })
    expect(await refusalOf(createUser(await administrator(), both, address))).toMatchObject({
      code: 'invalid',
      fields: {
        username: ['Username has already been taken'],
        email: ['Email has already been taken'],
      },
    })
  })

  test('of two at once is one', async () => {
    const admin = await administrator()
    const wishes = form()
    const twins = [1, 2, 3].map(() => createUser(admin, wishes, address))
    const settled = await Promise.allSettled(twins)
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of settled) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'invalid' })
    }
    expect(await sql`SELECT 1 FROM users WHERE username = ${wishes.username}`).toHaveLength(1)
  })
})

test('is made by administrators alone', async () => {
  expect((await refusalOf(createUser(nobody, form(), address))).code).toBe('unauthenticated')
  expect((await refusalOf(createUser(await makeUser(), form(), address))).code).toBe('not_found')
})

test('is not made by somebody who was demoted while the request was under way', async () => {
  const demoted = await makeUser({ isAdmin: true })
  await sql`UPDATE users SET is_admin = false WHERE id = ${demoted.id}`
  const wishes = form({ isAdmin: true })
  expect((await refusalOf(createUser(demoted, wishes, address))).code).toBe('not_found')
  expect(await sql`SELECT 1 FROM users WHERE username = ${wishes.username}`).toEqual([])
})
