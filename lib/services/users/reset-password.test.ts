import { expect, test } from 'vitest'
import { doorsOf, eventsAbout, makeSignedIn, withoutLog } from '@/e2e/support/administration'
import { administrator, makeUser, refusalOf, sql } from '@/e2e/support/fixtures'
import { isPassword } from '@/lib/storage/passwords'
import { resetPassword } from './reset-password'

const address = '192.0.2.7'

test('a reset ends every session and the old password, and gives another that has to be changed', async () => {
  const signedIn = await makeSignedIn()
  const { id } = signedIn.user
  const password = await resetPassword(await administrator(), id, address)
  expect(password).toMatch(/^[\w-]{20}$/)
  expect(await doorsOf(signedIn)).toEqual({ cookie: false, password: false })
  const [row] = await sql<{ digest: string; must: boolean }>`
    SELECT password_digest AS digest, must_change_password AS must FROM users WHERE id = ${id}`
  expect(row?.must).toBe(true)
  expect(await isPassword(password, row?.digest)).toBe(true)
})

test('a reset is in the log, and the password is not', async () => {
  const user = await makeUser()
  const password = await resetPassword(await administrator(), user.id, address)
  const events = await eventsAbout(user.id)
  expect(events).toMatchObject([{ action: 'password_reset', before: null, after: null }])
  expect(JSON.stringify(events)).not.toContain(password)
})

test('each reset gives another password', async () => {
  const [user, admin] = [await makeUser(), await administrator()]
  expect(await resetPassword(admin, user.id, address)).not.toBe(await resetPassword(admin, user.id, address))
})

test('a reset does not happen when the log takes no event', async () => {
  const signedIn = await makeSignedIn()
  const admin = await administrator()
  expect(await withoutLog(() => resetPassword(admin, signedIn.user.id, address))).toBe('no event')
  expect(await doorsOf(signedIn)).toEqual({ cookie: true, password: true })
})

test('a reset of nobody is not found', async () => {
  expect((await refusalOf(resetPassword(await administrator(), 2_147_483_647, address))).code).toBe(
    'not_found',
  )
})
