import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  makeGroup,
  makeMember,
  makeProject,
  makeRevokedToken,
  makeSession,
  makeToken,
  makeUser,
  sql,
  unique,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import { asAction, statusOf } from '@/e2e/support/next-request'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { authenticate } from '@/lib/services/access/authenticate'
import {
  createDeployTokenAction,
  listDeployTokensAction,
  listReachedTokensAction,
  revokeDeployTokenAction,
  revokeDeployTokensAction,
} from './deploy-tokens'

let group: Group
let project: Project
let maintainer: UserActor
let sessionId: string

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  maintainer = await makeMember(group, 'Maintainer')
  sessionId = await makeSession(maintainer)
})

describe('creating', () => {
  test('gives the token as the list shows it, and its value, which works', async () => {
    const outcome = await create({ name: ' ci ', username: 'deployer', expiresAt: '2099-01-01' })
    expect(outcome).toEqual({
      ok: true,
      value: {
        secret: expect.stringMatching(/^gldt-[0-9A-Za-z]{36}$/),
        token: {
          id: expect.any(Number),
          name: 'ci',
          username: 'deployer',
          scopes: ['read_repository'],
          state: 'active',
          expiresSoon: false,
          createdAt: expect.any(String),
          expiresAt: '2099-01-01T00:00:00.000Z',
          lastUsedAt: null,
          revokedAt: null,
          creatorName: maintainer.name,
          revokerName: null,
        },
      },
    })
    const { secret } = (outcome as { value: { secret: string } }).value
    expect(await authenticate({ username: 'deployer', password: secret }, uniqueAddress())).toMatchObject({
      name: 'ci',
    })
  })

  test('X21: takes nothing that a form does not ask for', async () => {
    const forged = {
      id: 1,
      revokedAt: new Date(),
      projectId: 1,
      creatorId: 1,
      digest: 'x',
      isGroup: true,
      secret: 'x',
    }
    const name = unique('forged')
    expect(await create({ name, ...forged })).toMatchObject({ ok: true })
    const [row] =
      await sql`SELECT project_id, group_id, creator_id, revoked_at FROM deploy_tokens WHERE name = ${name}`
    expect(row).toEqual({
      project_id: project.id,
      group_id: null,
      creator_id: maintainer.id,
      revoked_at: null,
    })
  })

  test.each<[string, unknown]>([
    ['X12 nothing', undefined],
    ['X12 null', null],
    ['X13 a text', 'ci'],
    ['X13 a number', 7],
    ['X13 a list', []],
    ['X13 a Map', new Map([['name', 'ci']])],
    ['X13 a Date', new Date()],
    ['X13 a FormData', new FormData()],
    ['X13 a typed array', new Uint8Array(9)],
    ['X13 a promise', Promise.resolve({})],
    ['X13 a symbol', Symbol('name')],
    ['X13 a function', () => ({})],
    // biome-ignore lint/suspicious/noThenProperty: that is what a hostile caller sends
    ['X17 a thenable', { then: 'x' }],
  ])('%s instead of a form is refused', async (_, input) => {
    expect(await asAction({ sessionId }, () => createDeployTokenAction(input))).toMatchObject({
      ok: false,
      code: 'invalid',
    })
  })

  test.each<[string, object, string]>([
    ['X13 an object for the name', { name: { not: '' } }, 'name'],
    ['X13 a list for the user name', { username: ['x'] }, 'username'],
    ['X20 a file for the name', { name: new File(['x'], 'x') }, 'name'],
    ['X22 scopes as one text', { scopes: 'read_repository,write_registry' }, 'scopes'],
    ['X23 a number for the date', { expiresAt: 20271231 }, 'expiresAt'],
    ['X23 null for the date', { expiresAt: null }, 'expiresAt'],
    ['X23 a date with a time', { expiresAt: '2099-01-01T00:00:00Z' }, 'expiresAt'],
    ['X23 a Date', { expiresAt: new Date('2099-01-01') }, 'expiresAt'],
    ['X24 no request key', { requestKey: undefined }, 'requestKey'],
    ['X24 a request key that is none', { requestKey: 'x' }, 'requestKey'],
    ['X24 a request key of a million characters', { requestKey: 'x'.repeat(1_000_000) }, 'requestKey'],
    ['X06 a holder that is none', { holder: { kind: 'user', fullPath: 'x' } }, 'holder'],
    ['X06 a holder by id', { holder: { kind: 'project', id: 1 } }, 'holder'],
    [
      'X06 a holder of a million characters',
      { holder: { kind: 'project', fullPath: 'x'.repeat(1_000_000) } },
      'holder',
    ],
    ['B10 a scope that is none', { scopes: ['api'] }, 'scopes'],
    ['B12 today', { expiresAt: new Date().toISOString().slice(0, 10) }, 'expiresAt'],
  ])('%s is refused at its field, and nothing is made', async (_, wrong, field) => {
    const name = unique('refused')
    const outcome = await create({ name, ...wrong })
    expect(outcome).toMatchObject({ ok: false, code: 'invalid' })
    expect(Object.keys((outcome as { fields: object }).fields)).toEqual([field])
    expect(await sql`SELECT 1 FROM deploy_tokens WHERE name = ${name}`).toEqual([])
  })

  test('X16: names of prototypes change no prototype', async () => {
    const hostile: object = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    )
    await create({ ...hostile, holder: hostile })
    await asAction({ sessionId }, () => createDeployTokenAction(hostile))
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  test('B04, X31: the same form again is told that it was sent', async () => {
    const form = { requestKey: randomUUID() }
    expect(await create(form)).toMatchObject({ ok: true })
    expect(await create(form)).toMatchObject({ ok: false, code: 'conflict', message: /already created/ })
  })

  test('B30: the server’s clock decides what tomorrow is', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    expect(await create({ expiresAt: tomorrow })).toMatchObject({ ok: true })
  })
})

describe('revoking', () => {
  test('shows the token as revoked, and tells the second that it was too late', async () => {
    const { token } = await makeToken(project)
    expect(await revoke(token.id)).toMatchObject({
      ok: true,
      value: { changed: true, token: { id: token.id, state: 'revoked', revokerName: maintainer.name } },
    })
    expect(await revoke(token.id)).toMatchObject({ ok: true, value: { changed: false } })
  })

  test.each<[string, unknown]>([
    ['X27 a list of ids', [1, 2]],
    ['a text', '1'],
    ['zero', 0],
    ['a negative number', -1],
    ['a fraction', 1.5],
    ['more than the database counts to', 2_147_483_648],
    ['no number', Number.NaN],
    ['a BigInt', 1n],
    ['an object', { not: 0 }],
  ])('%s instead of an id is refused', async (_, tokenId) => {
    expect(await revoke(tokenId)).toMatchObject({ ok: false, code: 'invalid' })
  })

  test('X28: the token of another project, or none, is 404', async () => {
    const { token } = await makeToken(await makeProject(group))
    expect(await revoke(token.id).catch(statusOf)).toBe(404)
    expect(await revoke(2_147_483_647).catch(statusOf)).toBe(404)
  })
})

describe('listing', () => {
  test('gives a page as plain data, without any value', async () => {
    const own = await makeProject(group)
    const { token, secret } = await makeToken(own)
    const outcome = await list(own, {})
    expect(outcome).toMatchObject({ ok: true, value: { total: 1, counts: { active: 1, inactive: 0 } } })
    expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome)
    expect((outcome as { value: { tokens: { id: number }[] } }).value.tokens.map(({ id }) => id)).toEqual([
      token.id,
    ])
    expect(JSON.stringify(outcome)).not.toContain(secret.slice(5, 20))
    expect(JSON.stringify(outcome)).not.toMatch(/digest|requestKey/i)
  })

  test.each<[string, object]>([
    ['a NUL in the search', { search: 'a\0b' }],
    ['a lone surrogate in the search', { search: '\ud800' }],
    ['an order that is none', { sort: 'digest; DROP TABLE x' }],
    ['a page that is none', { page: -1 }],
    ['an object for the search', { search: { contains: '' } }],
  ])('%s is no error', async (_, query) => {
    expect(await list(project, query)).toMatchObject({ ok: true })
  })

  test('without a query at all is refused', async () => {
    expect(await list(project, undefined)).toMatchObject({ ok: false, code: 'invalid' })
  })
})

describe('listing what reaches from above, and what stands below', () => {
  test('gives pages as plain data, without any value', async () => {
    const above = await makeGroup()
    const below = await makeProject(above)
    const { token, secret } = await makeToken(above)
    const lower = await makeToken(below)
    const user = await makeSession(await makeMember(above, 'Maintainer'))
    const ask = ({ kind, fullPath }: Group | Project, reach: string) =>
      asAction({ sessionId: user }, () =>
        listReachedTokensAction({ holder: { kind, fullPath }, query: { reach } }),
      )
    const inherited = await ask(below, 'inherited')
    expect(inherited).toMatchObject({
      ok: true,
      value: {
        total: 1,
        count: 1,
        tokens: [{ id: token.id, holder: { kind: 'group', fullPath: above.fullPath }, canManage: true }],
      },
    })
    expect(JSON.parse(JSON.stringify(inherited))).toEqual(inherited)
    expect(JSON.stringify(inherited)).not.toContain(secret.slice(5, 20))
    expect(JSON.stringify(inherited)).not.toMatch(/digest|requestKey/i)
    expect(await ask(above, 'below')).toMatchObject({
      ok: true,
      value: { count: 1, tokens: [{ id: lower.token.id, holder: { fullPath: below.fullPath } }] },
    })
    expect(await ask(above, 'sideways')).toMatchObject({ ok: true, value: { count: 0 } })
  })
})

describe('revoking several', () => {
  test('tells those it revoked from those that were', async () => {
    const [live, gone] = [await makeToken(project), await makeRevokedToken(group)]
    const outcome = await revokeSeveral([live.token.id, gone.token.id, 2_147_483_647])
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        revoked: [
          {
            id: live.token.id,
            state: 'revoked',
            holder: { kind: 'project', fullPath: project.fullPath },
          },
        ],
        already: [{ id: gone.token.id, holder: { kind: 'group', fullPath: group.fullPath } }],
      },
    })
    expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome)
  })

  test.each<[string, unknown]>([
    ['none', []],
    ['no list', 7],
    ['101', Array.from({ length: 101 }, (_, i) => i + 1)],
    ['a text', ['1']],
    ['zero', [0]],
    ['a fraction', [1.5]],
    ['more than the database counts to', [2_147_483_648]],
    ['an object', [{ not: 0 }]],
  ])('%s is refused', async (_, tokenIds) => {
    expect(await revokeSeveral(tokenIds)).toMatchObject({ ok: false, code: 'invalid' })
  })

  async function revokeSeveral(tokenIds: unknown) {
    const session = await makeSession(await makeUser({ isAdmin: true }))
    return asAction({ sessionId: session }, () => revokeDeployTokensAction({ tokenIds }))
  }
})

describe('the role that counts is the one at the moment of sending', () => {
  test('B07: a maintainer who is none any more gets 404, and nothing is made', async () => {
    const user = await makeUser()
    const session = await makeSession(user)
    await addMember(user, project, 'Maintainer')
    expect(await create({}, session)).toMatchObject({ ok: true })
    await sql`UPDATE memberships SET access_level = 30 WHERE user_id = ${user.id}`
    const name = unique('late')
    expect(await create({ name }, session).catch(statusOf)).toBe(404)
    await sql`DELETE FROM memberships WHERE user_id = ${user.id}`
    expect(await create({ name }, session).catch(statusOf)).toBe(404)
    expect(await sql`SELECT 1 FROM deploy_tokens WHERE name = ${name}`).toEqual([])
  })

  test('B08: of a project that is gone is 404', async () => {
    const doomed = await makeProject(group)
    await sql`DELETE FROM projects WHERE id = ${doomed.id}`
    expect(await create({ holder: { kind: 'project', fullPath: doomed.fullPath } }).catch(statusOf)).toBe(404)
  })

  test('B06: of a session that has ended is 401', async () => {
    const session = await makeSession(maintainer)
    await sql`UPDATE sessions SET ended_at = now() WHERE id = ${session}::uuid`
    expect(await create({}, session).catch(statusOf)).toBe(401)
  })
})

test('X05: where an action is posted to is nothing: what counts is what it names', async () => {
  const elsewhere = await makeProject(await makeGroup())
  const holder = { kind: 'project', fullPath: elsewhere.fullPath }
  expect(await create({ holder }).catch(statusOf)).toBe(404)
  expect(
    await asAction({ sessionId }, () => listDeployTokensAction({ holder, query: {} })).catch(statusOf),
  ).toBe(404)
})

function create(form: object, session = sessionId) {
  const plain = {
    name: 'ci',
    expiresAt: '',
    username: '',
    scopes: ['read_repository'],
    holder: { kind: 'project', fullPath: project.fullPath },
    requestKey: randomUUID(),
  }
  return asAction({ sessionId: session }, () => createDeployTokenAction({ ...plain, ...form }))
}

function revoke(tokenId: unknown) {
  const holder = { kind: 'project', fullPath: project.fullPath }
  return asAction({ sessionId }, () => revokeDeployTokenAction({ holder, tokenId }))
}

function list({ kind, fullPath }: Project, query: object | undefined) {
  return asAction({ sessionId }, () => listDeployTokensAction({ holder: { kind, fullPath }, query }))
}
