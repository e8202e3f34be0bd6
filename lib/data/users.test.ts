import { describe, expect, test } from 'vitest'
import { makeUser, sql, unique } from '@/e2e/support/fixtures'
import { isTaken, transaction } from './client'
import { findForSignIn, findUser, insertUser, setPassword } from './users'

describe('a user', () => {
  test('is found for sign-in by user name and by e-mail address, in any letter case', async () => {
    const user = await makeUser({ username: unique('Mai') })
    for (const login of [user.username, user.username.toUpperCase(), `${user.username}@EXAMPLE.com`]) {
      expect((await findForSignIn(login))?.user).toEqual(user)
    }
    expect(await findUser(user.username.toLowerCase())).toEqual(user)
  })

  test.each([
    ['nothing', ''],
    ['a name nobody has', 'nobody of that name'],
    ['SQL', "' OR true --"],
    ['a wildcard for many', '%'],
    ['a wildcard for one', '_'],
    ['10,000 characters', 'x'.repeat(10_000)],
  ])('is not found by %s', async (_, login) => {
    await makeUser()
    expect(await findForSignIn(login)).toBeUndefined()
    expect(await findUser(login)).toBeUndefined()
  })

  test('who is blocked is said to be', async () => {
    expect((await findForSignIn((await makeUser({ isBlocked: true })).username))?.isBlocked).toBe(true)
    expect((await findForSignIn((await makeUser()).username))?.isBlocked).toBe(false)
  })

  test('has a name and an address that are nobody else’s, in any letter case', async () => {
    const { username } = await makeUser({ username: unique('Mai') })
    const twin = { username: username.toLowerCase(), name: '', passwordDigest: '', isAdmin: false }
    const insert = (email: string, name = twin.username) =>
      transaction((tx) => insertUser(tx, { ...twin, username: name, email })).catch((error: unknown) => error)
    expect(isTaken(await insert('other@example.com'), 'username_key')).toBe(true)
    expect(isTaken(await insert(`${username.toUpperCase()}@example.com`, unique('other')), 'email')).toBe(
      true,
    )
  })

  test('given another password has that one', async () => {
    const user = await makeUser()
    const passwordDigest = unique('digest')
    await setPassword(user.id, passwordDigest)
    expect((await findForSignIn(user.username))?.passwordDigest).toBe(passwordDigest)
    const holders = await sql`SELECT id FROM users WHERE password_digest = ${passwordDigest}`
    expect(holders).toEqual([{ id: user.id }])
  })
})
