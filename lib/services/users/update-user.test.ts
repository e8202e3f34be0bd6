import { describe, expect, test } from 'vitest'
import { eventsAbout, makeSignedIn, withoutLog } from '@/e2e/support/administration'
import {
  administrator,
  makeGroup,
  makeMember,
  makeProject,
  makeUser,
  refusalOf,
  sql,
  unique,
} from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import { confirmTransfer } from '@/lib/services/git/confirm-transfer'
import { findSessionUser } from '@/lib/services/sessions/find-session-user'
import { updateUser } from './update-user'

const address = '192.0.2.7'

function formOf(user: UserActor, wishes: object = {}) {
  const { name, username, isAdmin } = user
  return { name, username, email: `${username}@example.com`.toLowerCase(), isAdmin, ...wishes }
}

describe('changing a user', () => {
  test('counts at their next request, and the log has what differs', async () => {
    const { user, sessionId } = await makeSignedIn()
    const renamed = unique('renamed')
    const admin = await administrator()
    await updateUser(admin, user.id, formOf(user, { username: renamed, isAdmin: true }), address)
    expect(await findSessionUser(sessionId)).toMatchObject({ user: { username: renamed, isAdmin: true } })
    expect(await eventsAbout(user.id)).toEqual([
      {
        action: 'user_updated',
        actor_id: admin.id,
        actor_name: admin.username,
        address,
        target_name: renamed,
        before: { username: user.username, administrator: false },
        after: { username: renamed, administrator: true },
      },
    ])
  })

  test('into what they are is nothing, and the log says nothing', async () => {
    const user = await makeUser()
    await updateUser(await administrator(), user.id, formOf(user), address)
    expect(await eventsAbout(user.id)).toEqual([])
  })

  test('does not happen when the log takes no event', async () => {
    const user = await makeUser()
    const admin = await administrator()
    expect(await withoutLog(() => updateUser(admin, user.id, formOf(user, { name: 'Other' }), address))).toBe(
      'no event',
    )
    expect(await sql`SELECT name FROM users WHERE id = ${user.id}`).toEqual([{ name: user.name }])
  })

  test('can change the letter case of a name, and cannot take somebody else’s', async () => {
    const user = await makeUser({ username: unique('case') })
    const other = await makeUser()
    const admin = await administrator()
    await updateUser(admin, user.id, formOf(user, { username: user.username.toUpperCase() }), address)
    const taken = formOf(user, {
      username: other.username.toUpperCase(),
      email: `${other.username}@example.com`,
    })
    expect((await refusalOf(updateUser(admin, user.id, taken, address))).fields).toEqual({
      username: ['Username has already been taken'],
      email: ['Email has already been taken'],
    })
  })

  test('to another user name does not break off a transfer, not even when somebody takes the old one', async () => {
    const project = await makeProject(await makeGroup())
    const user = await makeMember(project, 'Developer')
    await updateUser(await administrator(), user.id, formOf(user, { username: unique('moved') }), address)
    await confirmTransfer(user, 'push_code', project.id)
    await sql`UPDATE users SET email = ${`${unique('moved')}@example.com`} WHERE id = ${user.id}`
    await makeUser({ username: user.username, isBlocked: true })
    await confirmTransfer(user, 'push_code', project.id)
  })

  test('of a number that is nobody’s is not found', async () => {
    const form = formOf(await makeUser(), { username: unique('none') })
    expect((await refusalOf(updateUser(await administrator(), 2_147_483_647, form, address))).code).toBe(
      'not_found',
    )
  })
})

describe('an administrator', () => {
  test('does not demote themselves', async () => {
    const admin = await makeUser({ isAdmin: true })
    const refusal = await refusalOf(updateUser(admin, admin.id, formOf(admin, { isAdmin: false }), address))
    expect(refusal).toMatchObject({
      code: 'invalid',
      message: 'You cannot take administrator access from yourself.',
    })
  })

  test('SV-015: who was demoted administers nothing from the next request on', async () => {
    const { user, sessionId } = await makeSignedIn({ isAdmin: true })
    await updateUser(await administrator(), user.id, formOf(user, { isAdmin: false }), address)
    const now = await findSessionUser(sessionId)
    expect(now?.user.isAdmin).toBe(false)
    // and neither does a request that read them as one before
    const victim = await makeUser()
    expect((await refusalOf(updateUser(user, victim.id, formOf(victim, { name: 'x' }), address))).code).toBe(
      'not_found',
    )
  })

  test.each([2, 3])('always one of %i is left when all demote one another at once', async (count) => {
    const admins = await Promise.all(Array.from({ length: count }, () => makeUser({ isAdmin: true })))
    const ids = admins.map(({ id }) => id)
    await Promise.allSettled(
      admins.map((admin, index) => {
        const victim = admins[(index + 1) % count] ?? admin
        return updateUser(admin, victim.id, formOf(victim, { isAdmin: false }), address)
      }),
    )
    const [{ left } = { left: 0 }] = await sql<{ left: number }>`
      SELECT count(*)::int AS left FROM users WHERE id = ANY (${ids}::int[]) AND is_admin`
    expect(left).toBeGreaterThan(0)
  })
})
