import { describe, expect, test } from 'vitest'
import { doorsOf, eventsAbout, makeSignedIn, withoutLog } from '@/e2e/support/administration'
import { administrator, makeGroup, makeToken, makeUser, refusalOf, sql } from '@/e2e/support/fixtures'
import { authenticate } from '@/lib/services/access/authenticate'
import { confirmTransfer } from '@/lib/services/git/confirm-transfer'
import { blockUser } from './block-user'
import { unblockUser } from './unblock-user'

const address = '192.0.2.7'

describe('a blocked user', () => {
  test('SV-043: loses every door at the next request, and their tokens live on', async () => {
    const signedIn = await makeSignedIn()
    const { credentials } = await makeToken(await makeGroup())
    expect(await doorsOf(signedIn)).toEqual({ cookie: true, password: true })
    await blockUser(await administrator(), signedIn.user.id, address)
    expect(await doorsOf(signedIn)).toEqual({ cookie: false, password: false })
    expect((await refusalOf(confirmTransfer(signedIn.user, 'download_code', 1))).code).toBe('unauthenticated')
    expect((await authenticate(credentials, '10.1.2.3')).kind).toBe('deploy-token')
  })

  test('SV-011: let in again has the password, and none of the sessions', async () => {
    const signedIn = await makeSignedIn()
    const admin = await administrator()
    await blockUser(admin, signedIn.user.id, address)
    await unblockUser(admin, signedIn.user.id, address)
    expect(await doorsOf(signedIn)).toEqual({ cookie: false, password: true })
    expect((await eventsAbout(signedIn.user.id)).map(({ action }) => action)).toEqual([
      'user_blocked',
      'user_unblocked',
    ])
  })

  test('is blocked once, and let in once, however often it is asked for', async () => {
    const user = await makeUser()
    const admin = await administrator()
    await Promise.all([1, 2, 3].map(() => blockUser(admin, user.id, address)))
    await Promise.all([1, 2, 3].map(() => unblockUser(admin, user.id, address)))
    expect(await eventsAbout(user.id)).toHaveLength(2)
  })

  test('is neither blocked nor let in when the log takes no event', async () => {
    const signedIn = await makeSignedIn()
    const blocked = await makeUser({ isBlocked: true })
    const admin = await administrator()
    expect(await withoutLog(() => blockUser(admin, signedIn.user.id, address))).toBe('no event')
    expect(await doorsOf(signedIn)).toEqual({ cookie: true, password: true })
    expect(await withoutLog(() => unblockUser(admin, blocked.id, address))).toBe('no event')
    expect(await sql`SELECT blocked_at IS NULL AS free FROM users WHERE id = ${blocked.id}`).toEqual([
      { free: false },
    ])
  })
})

test('nobody blocks themselves', async () => {
  const admin = await makeUser({ isAdmin: true })
  expect(await refusalOf(blockUser(admin, admin.id, address))).toMatchObject({
    code: 'invalid',
    message: 'You cannot block yourself.',
  })
})

test('of administrators who block one another at once, one is left', async () => {
  const admins = await Promise.all([1, 2].map(() => makeUser({ isAdmin: true })))
  const [one, other] = admins
  if (!one || !other) throw new Error('There are two')
  await Promise.allSettled([blockUser(one, other.id, address), blockUser(other, one.id, address)])
  const left = await sql`SELECT id FROM users WHERE id IN (${one.id}, ${other.id}) AND blocked_at IS NULL`
  expect(left).toHaveLength(1)
})
