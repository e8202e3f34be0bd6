import { describe, expect, test } from 'vitest'
import { makeSession, makeUser } from '@/e2e/support/fixtures'
import { asAction, statusOf } from '@/e2e/support/next-request'
import { currentUser } from '@/lib/session'
import { signOutAction } from './session'

describe('signing out', () => {
  test('ends the session on the server and leads to the sign-in page', async () => {
    const sessionId = await makeSession(await makeUser())
    expect(await asAction({ sessionId }, signOutAction).catch(statusOf)).toBe(303)
    expect(await asAction({ sessionId }, currentUser)).toBeUndefined()
  })

  test('ends no other session of the user', async () => {
    const user = await makeUser()
    const [here, elsewhere] = [await makeSession(user), await makeSession(user)]
    await asAction({ sessionId: here }, signOutAction).catch(statusOf)
    expect(await asAction({ sessionId: elsewhere }, currentUser)).toEqual(user)
  })

  test('is not for other sites to do', async () => {
    const user = await makeUser()
    const sessionId = await makeSession(user)
    const headers = { origin: 'https://evil.example' }
    expect(await asAction({ sessionId, headers }, signOutAction).catch(statusOf)).toBe(403)
    expect(await asAction({ sessionId }, currentUser)).toEqual(user)
  })

  test('without a session is no error', async () => {
    expect(await asAction({}, signOutAction).catch(statusOf)).toBe(303)
  })
})
