import { beforeAll, describe, expect, test } from 'vitest'
import { eventsAbout } from '@/e2e/support/administration'
import { makeSession, makeUser, sql, unique } from '@/e2e/support/fixtures'
import { asAction, statusOf } from '@/e2e/support/next-request'
import { updateInstanceSettingsAction } from './instance-settings'
import { signUpAction } from './sign-up'
import {
  blockUserAction,
  createUserAction,
  deleteUserAction,
  resetPasswordAction,
  unblockUserAction,
  updateUserAction,
} from './users'

let sessionId: string

beforeAll(async () => {
  sessionId = await makeSession(await makeUser({ isAdmin: true }))
})

type Action = (input: unknown) => Promise<unknown>

const send = (action: Action, input: unknown) => asAction({ sessionId }, () => action(input))

function account(wishes: object = {}) {
  const username = unique('sent')
  return { name: 'Sent', username, email: `${username}@example.com`, password: '', isAdmin: false, ...wishes }
}

describe('what a form cannot send', () => {
  test.each<[string, object, string]>([
    ['a name of nothing', { name: ' ' }, 'name'],
    ['a name that turns round', { name: 'a\u202eb' }, 'name'],
    ['a user name that is a page', { username: 'new' }, 'username'],
    ['a user name of a condition', { username: { not: '' } }, 'username'],
    ['an address that is none', { email: 'x@' }, 'email'],
    ['an address of two lines', { email: 'a@b.co\r\nBcc: x@y.z' }, 'email'],
    ['a password that everybody has', { password: 'password123' }, 'password'],
    ['a password of a list', { password: ['', ''] }, 'password'],
    ['an administrator of words', { isAdmin: 'true' }, 'isAdmin'],
  ])('%s is refused at its field, for a new user and for a known one', async (_, wrong, field) => {
    const made = await send(createUserAction, account(wrong))
    expect(made).toMatchObject({ ok: false, code: 'invalid', fields: { [field]: [expect.any(String)] } })
    if (field === 'password') return
    const { id } = await makeUser()
    const changed = await send(updateUserAction, { ...account(wrong), userId: id })
    expect(changed).toMatchObject({ ok: false, code: 'invalid', fields: { [field]: [expect.any(String)] } })
    expect(await eventsAbout(id)).toEqual([])
  })

  const acts = { blockUserAction, unblockUserAction, deleteUserAction, resetPasswordAction, updateUserAction }
  test.each(Object.entries(acts))(
    '%s of no number is refused, and of nobody’s not found',
    async (_, action) => {
      for (const userId of ['1', 0, -1, 1.5, 2_147_483_648, null, { gt: 0 }]) {
        const answer = await send(action, { ...account(), confirmation: '', userId })
        expect(answer).toMatchObject({ ok: false, code: 'invalid' })
      }
      const of = { ...account(), confirmation: '', userId: 2_147_483_647 }
      expect(await send(action, of).catch(statusOf)).toBe(404)
    },
  )

  test('settings that are none change nothing', async () => {
    for (const input of [
      { signUpEnabled: 1 },
      { activeTokensMax: null },
      { disabledFeatures: ['x'] },
      [],
      'x',
    ])
      expect(await send(updateInstanceSettingsAction, input)).toMatchObject({ ok: false, code: 'invalid' })
  })
})

describe('a password that was generated', () => {
  test('is in the answer that made it, and in no other', async () => {
    const form = account()
    const made = await send(createUserAction, form)
    expect(made).toEqual({ ok: true, value: { username: form.username, password: expect.any(String) } })
    const [row] = await sql<{ id: number }>`SELECT id FROM users WHERE username = ${form.username}`
    const reset = (await send(resetPasswordAction, { userId: row?.id })) as { value: string }
    expect(reset.value).toMatch(/^[\w-]{20}$/)
    const changed = await send(updateUserAction, { ...account(), userId: row?.id })
    expect(JSON.stringify(changed)).not.toContain(reset.value)
  })
})

describe('signing up', () => {
  const open = () => sql`INSERT INTO settings (key, value) VALUES ('sign_up_enabled', 'true')
    ON CONFLICT (key) DO UPDATE SET value = 'true'`

  test('from a page of another site is refused: 403', async () => {
    await open()
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: undefined },
      { 'sec-fetch-site': 'none' },
    ]) {
      const sent = asAction({ headers }, () => signUpAction(account({ password: 'one of my own' })))
      expect(await sent.catch(statusOf)).toBe(403)
    }
  })

  test('makes no administrator of whoever says so, and needs a password', async () => {
    await open()
    const form = account({ password: 'one of my own', isAdmin: true, mustChangePassword: false, id: 1 })
    expect(await asAction({}, () => signUpAction(form))).toEqual({ ok: true, value: undefined })
    expect(await sql`SELECT is_admin FROM users WHERE username = ${form.username}`).toEqual([
      { is_admin: false },
    ])
    expect(await asAction({}, () => signUpAction(account()))).toMatchObject({
      ok: false,
      fields: { password: ['Password is too short (minimum is 8 characters)'] },
    })
  })

  test('while it is off is not there: 404', async () => {
    await sql`DELETE FROM settings WHERE key = 'sign_up_enabled'`
    const sent = asAction({}, () => signUpAction(account({ password: 'one of my own' })))
    expect(await sent.catch(statusOf)).toBe(404)
  })
})
