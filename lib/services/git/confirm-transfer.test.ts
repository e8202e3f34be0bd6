import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  makeExpiredToken,
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeRevokedToken,
  makeToken,
  makeUser,
  moveProject,
  refusalOf,
  sql,
  unique,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import type { DeployTokenActor, UserActor } from '@/lib/domain/actor'
import { type DeployToken, usernameOf } from '@/lib/domain/deploy-token'
import type { Group, Project } from '@/lib/domain/project'
import { authenticatePersonalToken } from '@/lib/services/access/authenticate-personal-token'
import { confirmTransfer } from './confirm-transfer'

let group: Group
let project: Project
beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
})

test('a developer who still is one may go on', async () => {
  await confirmTransfer(await makeMember(group, 'Developer'), 'push_code', project.id)
})

test.each<[string, (user: UserActor) => Promise<unknown>, string]>([
  ['is blocked', ({ id }) => sql`UPDATE users SET blocked_at = now() WHERE id = ${id}`, 'unauthenticated'],
  [
    'has to change the password',
    ({ id }) => sql`UPDATE users SET must_change_password = true WHERE id = ${id}`,
    'unauthenticated',
  ],
  ['is removed', ({ id }) => sql`DELETE FROM users WHERE id = ${id}`, 'unauthenticated'],
  ['is no member any more', ({ id }) => sql`DELETE FROM memberships WHERE user_id = ${id}`, 'not_found'],
  [
    'is a reporter now',
    ({ id }) => sql`UPDATE memberships SET access_level = 20 WHERE user_id = ${id}`,
    'forbidden',
  ],
  [
    'is a member no longer than till now',
    ({ id }) => sql`UPDATE memberships SET expires_at = now() WHERE user_id = ${id}`,
    'not_found',
  ],
])('one who %s may not', async (_, change, code) => {
  const user = await makeMember(group, 'Developer')
  await change(user)
  expect((await refusalOf(confirmTransfer(user, 'push_code', project.id))).code).toBe(code)
})

test('a developer who has another user name by now may go on', async () => {
  const user = await makeMember(group, 'Developer')
  const username = unique('renamed')
  await sql`UPDATE users SET username = ${username}, username_key = ${username} WHERE id = ${user.id}`
  await confirmTransfer(user, 'push_code', project.id)
})

test('an administrator who is none any more may not', async () => {
  const user = await makeUser({ isAdmin: true })
  await addMember(user, group, 'Guest')
  await confirmTransfer(user, 'push_code', project.id)
  await sql`UPDATE users SET is_admin = false WHERE id = ${user.id}`
  expect((await refusalOf(confirmTransfer(user, 'push_code', project.id))).code).toBe('forbidden')
})

test.each([
  ['is revoked', makeRevokedToken],
  ['is expired', makeExpiredToken],
])('a deploy token that %s may not go on downloading', async (_, make) => {
  const { token } = await make(group)
  expect((await refusalOf(confirmTransfer(actorOf(token), 'download_code', project.id))).code).toBe(
    'unauthenticated',
  )
})

test('a live deploy token may go on as long as its group holds the project', async () => {
  const actor = actorOf((await makeToken(group)).token)
  await confirmTransfer(actor, 'download_code', project.id)
  const moved = await moveProject(await makeProject(group), await makeGroup())
  expect((await refusalOf(confirmTransfer(actor, 'download_code', moved.id))).code).toBe('not_found')
})

describe('a user who came by a personal access token', () => {
  const come = async (user: UserActor) => {
    const { token, secret } = await makePersonalToken(user, { scopes: ['write_repository'] })
    return { token, actor: await authenticatePersonalToken(secret, uniqueAddress()) }
  }

  test('may go on as long as it lives, without what it was not given', async () => {
    const { actor } = await come(await makeMember(group, 'Developer'))
    await confirmTransfer(actor, 'push_code', project.id)
    expect((await refusalOf(confirmTransfer(actor, 'read_project', project.id))).code).toBe('forbidden')
  })

  test.each<[string, (ids: { user: number; token: number }) => Promise<unknown>, string]>([
    [
      'is revoked',
      ({ token }) => sql`UPDATE personal_access_tokens SET revoked_at = now() WHERE id = ${token}`,
      'unauthenticated',
    ],
    [
      'is expired',
      ({ token }) => sql`UPDATE personal_access_tokens SET expires_at = now() WHERE id = ${token}`,
      'unauthenticated',
    ],
    [
      'is of a user who is blocked',
      ({ user }) => sql`UPDATE users SET blocked_at = now() WHERE id = ${user}`,
      'unauthenticated',
    ],
    [
      'is of a user who must choose another password',
      ({ user }) => sql`UPDATE users SET must_change_password = true WHERE id = ${user}`,
      'unauthenticated',
    ],
    [
      'is of a user who is no member any more',
      ({ user }) => sql`DELETE FROM memberships WHERE user_id = ${user}`,
      'not_found',
    ],
    [
      'lost the scope',
      ({ token }) => sql`UPDATE personal_access_tokens SET scopes = '{read_api}' WHERE id = ${token}`,
      'forbidden',
    ],
  ])('may not go on when it %s', async (_, change, code) => {
    const user = await makeMember(group, 'Developer')
    const { token, actor } = await come(user)
    await change({ user: user.id, token: token.id })
    expect((await refusalOf(confirmTransfer(actor, 'push_code', project.id))).code).toBe(code)
  })
})

function actorOf(token: DeployToken): DeployTokenActor {
  const { id, name, scopes, holder } = token
  return {
    kind: 'deploy-token',
    id,
    name,
    username: usernameOf(token),
    scopes,
    holder,
    holderPath: group.fullPath,
  }
}
