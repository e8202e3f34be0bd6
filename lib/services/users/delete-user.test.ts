import { describe, expect, test } from 'vitest'
import { doorsOf, eventsAbout, makeSignedIn, withoutLog } from '@/e2e/support/administration'
import {
  addMember,
  administrator,
  creationOf,
  makeGroup,
  makeProject,
  makeUser,
  refusalOf,
  sql,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import { authenticate } from '@/lib/services/access/authenticate'
import { createDeployToken } from '@/lib/services/deploy-tokens/create-deploy-token'
import { deleteUser } from './delete-user'

const address = '192.0.2.7'

async function remove(user: { id: number; username: string }, confirmation = user.username) {
  return deleteUser(await administrator(), { userId: user.id, confirmation }, address)
}

describe('a deleted user', () => {
  test('SV-043: loses every door at the next request', async () => {
    const signedIn = await makeSignedIn()
    await remove(signedIn.user)
    expect(await doorsOf(signedIn)).toEqual({ cookie: false, password: false })
    expect(await sql`SELECT 1 FROM sessions WHERE user_id = ${signedIn.user.id}`).toEqual([])
  })

  test('leaves the tokens at work, with the name of who made them, and the log', async () => {
    const group = await makeGroup()
    const project = await makeProject(group)
    const user = await makeUser()
    await addMember(user, project, 'Maintainer')
    const { token, secret } = await createDeployToken(user, creationOf(project))
    await remove(user)
    const credentials = { username: `gitlab+deploy-token-${token.id}`, password: secret }
    expect(await authenticate(credentials, uniqueAddress())).toMatchObject({ kind: 'deploy-token' })
    expect(await sql`SELECT creator_id, creator_name FROM deploy_tokens WHERE id = ${token.id}`).toEqual([
      { creator_id: null, creator_name: user.name },
    ])
    expect(
      await sql`SELECT actor_id, actor_name FROM audit_events
        WHERE action = 'deploy_token_created' AND target_id = ${token.id} AND target_type = 'deploy_token'`,
    ).toEqual([{ actor_id: user.id, actor_name: user.username }])
    expect(await eventsAbout(user.id)).toMatchObject([
      {
        action: 'user_deleted',
        target_name: user.username,
        before: { username: user.username },
        after: null,
      },
    ])
  })

  test('is there again when the log takes no event', async () => {
    const signedIn = await makeSignedIn()
    await administrator()
    expect(await withoutLog(() => remove(signedIn.user))).toBe('no event')
    expect(await doorsOf(signedIn)).toEqual({ cookie: true, password: true })
  })
})

describe('nobody is deleted', () => {
  test.each([
    ['nothing', () => ''],
    ['another name', () => 'somebody'],
    ['the name in another case', (name: string) => name.toUpperCase()],
  ])('whose name was confirmed with %s', async (_, typed) => {
    const user = await makeUser()
    expect(await refusalOf(remove(user, typed(user.username)))).toMatchObject({
      code: 'invalid',
      fields: { confirmation: ['Type the user name exactly as it is'] },
    })
  })

  test('by themselves', async () => {
    const admin = await makeUser({ isAdmin: true })
    const deletion = { userId: admin.id, confirmation: admin.username }
    expect((await refusalOf(deleteUser(admin, deletion, address))).message).toBe(
      'You cannot delete yourself.',
    )
  })

  test('twice', async () => {
    const user = await makeUser()
    const settled = await Promise.allSettled([remove(user), remove(user)])
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await eventsAbout(user.id)).toHaveLength(1)
  })

  test('who is the only live Owner of a group at the top, which is named', async () => {
    const user = await makeUser()
    const [alone, shared, withBlocked, withOver] = await Promise.all([1, 2, 3, 4].map(() => makeGroup()))
    if (!alone || !shared || !withBlocked || !withOver) throw new Error('There are four')
    for (const group of [alone, shared, withBlocked, withOver]) await addMember(user, group, 'Owner')
    await addMember(await makeUser(), shared, 'Owner')
    await addMember(await makeUser(), alone, 'Maintainer')
    await addMember(await makeUser({ isBlocked: true }), withBlocked, 'Owner')
    await addMember(await makeUser(), withOver, 'Owner', { isOver: true })
    const { code, message } = await refusalOf(remove(user))
    expect(code).toBe('invalid')
    for (const group of [alone, withBlocked, withOver]) expect(message).toContain(group.fullPath)
    expect(message).not.toContain(shared.fullPath)

    for (const group of [alone, withBlocked, withOver]) await addMember(await makeUser(), group, 'Owner')
    await remove(user)
    expect(await sql`SELECT 1 FROM users WHERE id = ${user.id}`).toEqual([])
  })

  test('but the Owner of a group below another can be, and of one they once owned', async () => {
    const user = await makeUser()
    await addMember(user, await makeGroup(await makeGroup()), 'Owner')
    await addMember(user, await makeGroup(), 'Owner', { isOver: true })
    await remove(user)
    expect(await sql`SELECT 1 FROM users WHERE id = ${user.id}`).toEqual([])
  })
})
