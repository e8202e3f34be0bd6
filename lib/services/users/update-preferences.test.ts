import { expect, test } from 'vitest'
import { makeSession, makeUser, statementsOf } from '@/e2e/support/fixtures'
import { findSessionUser } from '@/lib/services/sessions/find-session-user'
import { updatePreferences } from './update-preferences'

test('a preference is stored for its user alone, and shown with the next request of any of their sessions', async () => {
  const [user, other] = [await makeUser(), await makeUser()]
  const sessions = [await makeSession(user), await makeSession(user)]
  await updatePreferences(user, { theme: 'dark' })
  await updatePreferences(user, { timeDisplay: 'absolute', timeFormat: '12h' })
  for (const id of sessions) {
    expect((await findSessionUser(id))?.preferences).toEqual({
      theme: 'dark',
      timeDisplay: 'absolute',
      timeFormat: '12h',
    })
  }
  expect((await findSessionUser(await makeSession(other)))?.preferences.theme).toBe('auto')
})

test('no change is no statement', async () => {
  const user = await makeUser()
  expect(await statementsOf(() => updatePreferences(user, {}))).toEqual([])
})
