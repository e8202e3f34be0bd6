import { beforeAll, describe, expect, test } from 'vitest'
import {
  administrator,
  makeGroup,
  makeMember,
  makeProject,
  makeSession,
  makeUser,
  sql,
  unique,
} from '@/e2e/support/fixtures'
import { findMembershipOf, membershipOf } from '@/e2e/support/memberships'
import { asAction, statusOf } from '@/e2e/support/next-request'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import {
  changeMemberAction,
  inviteMembersAction,
  leavePlaceAction,
  listMembersAction,
  previewRemovalAction,
  removeMemberAction,
} from './members'

let group: Group
let project: Project
let other: Project
let maintainer: UserActor
let sessionId: string
let member: UserActor
let memberId: number

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  other = await makeProject(await makeGroup())
  maintainer = await makeMember(group, 'Maintainer')
  sessionId = await makeSession(maintainer)
  member = await makeMember(project, 'Reporter')
  memberId = (await membershipOf(member, project)).id
})

describe('inviting', () => {
  test('answers with user names, and the list has them', async () => {
    const user = await makeUser()
    expect(await invite({ users: ` @${user.username.toUpperCase()} \n` })).toEqual({
      ok: true,
      value: [user.username],
    })
    const list = await run(listMembersAction, { holder: nameOf(project), query: { search: user.username } })
    expect(list).toEqual({
      ok: true,
      value: {
        total: 1,
        count: expect.any(Number),
        givesUpTo: 40,
        members: [
          {
            userId: user.id,
            name: user.name,
            username: user.username,
            isBlocked: false,
            isSelf: false,
            role: 'Developer',
            accessLevel: 30,
            expiresAt: null,
            isExpired: false,
            createdAt: expect.any(String),
            isDirect: true,
            source: { kind: 'project', name: project.name, fullPath: project.fullPath },
            direct: {
              id: expect.any(Number),
              role: 'Developer',
              accessLevel: 30,
              expiresAt: null,
              isExpired: false,
            },
            inheritedLevel: 0,
            canManage: true,
          },
        ],
      },
    })
    // nobody’s address or digest travels
    expect(JSON.stringify(list)).not.toMatch(/example\.com|argon2|digest/i)
  })

  const wrong: [string, Record<string, unknown>, string[]][] = [
    ['SV-137 an object for who', { users: { contains: '' } }, ['users']],
    ['SV-137 a list of objects for who', { users: [{ not: '' }] }, ['users']],
    ['SV-137 an object for the role', { accessLevel: { gte: 0 } }, ['accessLevel']],
    ['a level between two', { accessLevel: 45 }, ['accessLevel']],
    ['a level below all', { accessLevel: -1 }, ['accessLevel']],
    ['a level above all', { accessLevel: 1e9 }, ['accessLevel']],
    ['a level as text', { accessLevel: '30' }, ['accessLevel']],
    ['no level', { accessLevel: undefined }, ['accessLevel']],
    ['a NUL in a name', { users: 'a\0b' }, ['users']],
    ['a name of 10,000 characters', { users: 'x'.repeat(10_000) }, ['users']],
    ['a direction mark in a name', { users: 'a\u202eb' }, ['users']],
    ['nobody', { users: ' ,, ' }, ['users']],
    ['a user who is not', { users: unique('nobody') }, ['users']],
    ['SQL for a name', { users: "root'--" }, ['users']],
    ['a day of long ago', { expiresAt: '2020-01-01' }, ['expiresAt']],
    ['a time for a day', { expiresAt: '2099-01-01T00:00:00Z' }, ['expiresAt']],
    ['a number for a day', { expiresAt: 4e12 }, ['expiresAt']],
    [
      'everything wrong',
      { users: '', accessLevel: 7, expiresAt: 'x' },
      ['users', 'accessLevel', 'expiresAt'],
    ],
    ['a holder that is none', { holder: 'project' }, ['holder']],
    ['SV-137 an object for a path', { holder: { kind: 'project', fullPath: { not: '' } } }, ['holder']],
    ['a kind that is none', { holder: { kind: 'user', fullPath: 'x' } }, ['holder']],
  ]
  test.each(wrong)('with %s is refused at the field, and nothing is made', async (_, input, fields) => {
    const before = await countOf()
    const outcome = await invite({ users: (await makeUser()).username, ...input })
    expect(outcome).toMatchObject({ ok: false, code: 'invalid' })
    expect(Object.keys((outcome as { fields: object }).fields).sort()).toEqual(fields.sort())
    expect(await countOf()).toBe(before)
  })

  test.each([undefined, null, '', 'text', 7, [], [[]], () => 0])('with %j is refused', async (input) => {
    expect(await run(inviteMembersAction, input)).toMatchObject({ ok: false, code: 'invalid' })
  })

  test('takes nothing that the form does not have', async () => {
    const user = await makeUser()
    const extra = {
      users: user.username,
      userId: maintainer.id,
      id: 1,
      groupId: group.id,
      createdAt: '2000-01-01',
      __proto__: { isAdmin: true },
    }
    expect(await invite(extra)).toMatchObject({ ok: true })
    expect(await findMembershipOf(user, group)).toBeUndefined()
    expect(await membershipOf(user, project)).toMatchObject({ access_level: 30, expires_at: null })
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  test('X05: a place the caller does not manage is 404, missing or not', async () => {
    for (const fullPath of [other.fullPath, 'not/there', '../..', 'a\0b', 'x'.repeat(10_000)]) {
      const form = { holder: { kind: 'project', fullPath }, users: member.username }
      expect(await statusOfRun(inviteMembersAction, { accessLevel: 30, expiresAt: '', ...form })).toBe(404)
    }
  })
})

describe('the number of a membership', () => {
  const actions: Record<'change' | 'preview' | 'remove', (input: object) => [Action, object]> = {
    change: (input) => [changeMemberAction, { accessLevel: 30, expiresAt: '', ...input }],
    preview: (input) => [previewRemovalAction, input],
    remove: (input) => [removeMemberAction, { revokesTokens: true, removesBelow: true, ...input }],
  }
  const names = Object.keys(actions) as (keyof typeof actions)[]

  test.each(names)('%s: of another holder is 404, and nothing happens', async (name) => {
    const theirs = await makeMember(other, 'Guest')
    const { id } = await membershipOf(theirs, other)
    for (const holder of [project, group]) {
      expect(await statusOfRun(...actions[name]({ holder: nameOf(holder), memberId: id }))).toBe(404)
    }
    // of the project, asked for in its group
    expect(await statusOfRun(...actions[name]({ holder: nameOf(group), memberId }))).toBe(404)
    expect(await membershipOf(theirs, other)).toMatchObject({ access_level: 10 })
    expect(await membershipOf(member, project)).toMatchObject({ access_level: 20 })
  })

  test.each(names)('%s: that is no number is refused', async (name) => {
    for (const id of [0, -1, 1.5, 2 ** 31, Number.NaN, '1', `${memberId}`, [memberId], { gte: 0 }, null]) {
      const outcome = await run(...actions[name]({ holder: nameOf(project), memberId: id }))
      expect(outcome).toMatchObject({
        ok: false,
        code: 'invalid',
        fields: { memberId: [expect.any(String)] },
      })
    }
    expect(await membershipOf(member, project)).toMatchObject({ access_level: 20 })
  })

  test('remove: boxes are ticked or not, nothing else', async () => {
    for (const box of ['true', 1, null, undefined, {}]) {
      const input = { holder: nameOf(project), memberId, revokesTokens: box, removesBelow: false }
      expect(await run(removeMemberAction, input)).toMatchObject({ ok: false, code: 'invalid' })
    }
    expect(await findMembershipOf(member, project)).toBeDefined()
  })
})

test('a Maintainer cannot raise themselves, whatever is sent', async () => {
  const actor = await makeMember(project, 'Maintainer')
  const own = { holder: nameOf(project), memberId: (await membershipOf(actor, project)).id }
  const session = await makeSession(actor)
  const raise = () => changeMemberAction({ ...own, accessLevel: 50, expiresAt: '' })
  expect(await asAction({ sessionId: session }, raise)).toMatchObject({
    ok: false,
    code: 'invalid',
    fields: { accessLevel: [expect.stringContaining('above your own')] },
  })
  expect((await membershipOf(actor, project)).access_level).toBe(40)
})

test('a list of what makes no sense is the first page', async () => {
  const query = { search: ['x'], accessLevel: '30', source: {}, sort: 'password_digest', page: -5 }
  const outcome = await run(listMembersAction, { holder: nameOf(project), query })
  expect(outcome).toEqual(await run(listMembersAction, { holder: nameOf(project), query: {} }))
})

test('leaving the last Owner’s group is a conflict in words; another one’s goes through', async () => {
  const top = await makeGroup()
  const owner = await makeMember(top, 'Owner')
  const session = await makeSession(owner)
  const leave = () => asAction({ sessionId: session }, () => leavePlaceAction({ holder: nameOf(top) }))
  expect(await leave()).toMatchObject({
    ok: false,
    code: 'conflict',
    message: expect.stringContaining('Owner'),
  })
  await makeMember(top, 'Owner')
  expect(await leave()).toEqual({ ok: true, value: null })
  expect(await leave().then(() => 200, statusOf)).toBe(404)
})

test('a double click on Remove is one removal and one 404', async () => {
  const user = await makeMember(project, 'Guest')
  const { id } = await membershipOf(user, project)
  const input = { holder: nameOf(project), memberId: id, revokesTokens: false, removesBelow: false }
  const both = [0, 1].map(() => statusOfRun(removeMemberAction, input))
  expect((await Promise.all(both)).sort()).toEqual([200, 404])
})

test('what the dialog is told of tokens holds no digest', async () => {
  const user = await makeMember(project, 'Maintainer')
  await sql`INSERT INTO deploy_tokens (name, digest, scopes, project_id, request_key, creator_id, creator_name)
    VALUES ('left', sha256(${unique('x')}::bytea), '{read_repository}', ${project.id}, gen_random_uuid(), ${user.id}, 'x')`
  const { id } = await membershipOf(user, project)
  const outcome = await run(previewRemovalAction, { holder: nameOf(project), memberId: id })
  expect(outcome).toMatchObject({
    ok: true,
    value: {
      tokenCount: 1,
      belowCount: 0,
      tokens: [{ name: 'left', holderPath: project.fullPath, lastUsedAt: null, expiresAt: null }],
    },
  })
  expect(JSON.stringify(outcome)).not.toMatch(/digest|requestKey/)
})

test('an administrator is Owner everywhere', async () => {
  const session = await makeSession(await administrator())
  const list = () => listMembersAction({ holder: nameOf(other), query: {} })
  expect(await asAction({ sessionId: session }, list)).toMatchObject({ ok: true, value: { givesUpTo: 50 } })
})

type Action = (input: unknown) => Promise<unknown>

function run(action: Action, input: unknown): Promise<unknown> {
  return asAction({ sessionId }, () => action(input))
}

function statusOfRun(action: Action, input: unknown): Promise<number> {
  return run(action, input).then(() => 200, statusOf)
}

function invite(wishes: object): Promise<unknown> {
  return run(inviteMembersAction, {
    holder: nameOf(project),
    users: '',
    accessLevel: 30,
    expiresAt: '',
    ...wishes,
  })
}

function nameOf({ kind, fullPath }: Group | Project) {
  return { kind, fullPath }
}

async function countOf(): Promise<unknown> {
  const [row] = await sql<{ count: number }>`SELECT count(*)::int AS count FROM memberships`
  return row?.count
}
