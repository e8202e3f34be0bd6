import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeSession, makeUser, sql, unique, uniqueAddress } from '@/e2e/support/fixtures'
import { asAction } from '@/e2e/support/next-request'
import type { UserActor } from '@/lib/domain/actor'
import { authenticatePersonalToken } from '@/lib/services/access/authenticate-personal-token'
import {
  type CreatedPersonalToken,
  createPersonalAccessTokenAction,
  listPersonalAccessTokensAction,
  revokePersonalAccessTokenAction,
  rotatePersonalAccessTokenAction,
} from './personal-access-tokens'

let user: UserActor
let sessionId: string
beforeAll(async () => {
  user = await makeUser()
  sessionId = await makeSession(user)
})

test('a token is created, listed without its value, rotated and revoked, as the page asks for it', async () => {
  const created = await create({ name: ' laptop ', expiresAt: '2099-01-01' })
  expect(created).toEqual({
    secret: expect.stringMatching(/^glpat-[0-9A-Za-z]{36}$/),
    token: {
      id: expect.any(Number),
      name: 'laptop',
      description: '',
      scopes: ['read_user', 'read_repository'],
      state: 'active',
      expiresSoon: false,
      createdAt: expect.any(String),
      expiresAt: '2099-01-01T00:00:00.000Z',
      lastUsedAt: null,
      revokedAt: null,
    },
  })
  expect(await authenticatePersonalToken(created.secret, uniqueAddress())).toMatchObject({ id: user.id })
  expect(await list()).toEqual({ tokens: [created.token], total: 1, counts: { active: 1, inactive: 0 } })

  const rotation = { tokenId: created.token.id, requestKey: randomUUID(), expiresAt: '' }
  const rotated = valueIn(await call(() => rotatePersonalAccessTokenAction(rotation)))
  expect(rotated).toMatchObject({ token: { name: 'laptop', expiresAt: null } })
  expect(await list()).toMatchObject({ tokens: [rotated.token], counts: { active: 1, inactive: 1 } })

  const revoke = () => call(() => revokePersonalAccessTokenAction({ tokenId: rotated.token.id }))
  expect(await revoke()).toMatchObject({ ok: true, value: { changed: true, token: { state: 'revoked' } } })
  expect(await revoke()).toMatchObject({ ok: true, value: { changed: false } })
  expect(await list()).toMatchObject({ tokens: [], counts: { active: 0, inactive: 2 } })
})

describe('what is refused', () => {
  test('a form sent twice is a conflict that holds no value', async () => {
    const input = { ...form(), requestKey: randomUUID() }
    const { secret } = valueIn(await call(() => createPersonalAccessTokenAction(input)))
    const again = await call(() => createPersonalAccessTokenAction(input))
    expect(again).toMatchObject({ ok: false, code: 'conflict' })
    expect(JSON.stringify(again)).not.toContain(secret)
  })

  test('fields that are wrong are told all at once, and nothing is made', async () => {
    const name = unique('wrong')
    const input = { ...form(), name, description: 'x'.repeat(256), expiresAt: '2020-01-01', scopes: ['sudo'] }
    const outcome = await call(() => createPersonalAccessTokenAction({ ...input, requestKey: randomUUID() }))
    expect(outcome).toMatchObject({
      ok: false,
      code: 'invalid',
      fields: {
        description: ['Description is too long (maximum is 255 characters)'],
        expiresAt: [expect.stringMatching(/^Expires at must be .* or later$/)],
        scopes: ['Scopes does not have a valid value'],
      },
    })
    expect(await sql`SELECT 1 FROM personal_access_tokens WHERE name = ${name}`).toEqual([])
  })

  test.each([
    ['nothing', undefined],
    ['no request key', { tokenId: 1, expiresAt: '' }],
    ['a number no token can have', { tokenId: 2 ** 31, requestKey: randomUUID(), expiresAt: '' }],
    ['text for a number', { tokenId: '1; DROP TABLE users', requestKey: randomUUID(), expiresAt: '' }],
  ])('a rotation with %s', async (_, input) => {
    expect(await call(() => rotatePersonalAccessTokenAction(input))).toMatchObject({
      ok: false,
      code: 'invalid',
    })
  })

  test('a token that is over is not rotated, and it is said why', async () => {
    const { token } = await create({})
    await call(() => revokePersonalAccessTokenAction({ tokenId: token.id }))
    const rotation = { tokenId: token.id, requestKey: randomUUID(), expiresAt: '' }
    expect(await call(() => rotatePersonalAccessTokenAction(rotation))).toMatchObject({
      ok: false,
      code: 'invalid',
      message: 'token already revoked',
    })
  })
})

function form() {
  return {
    name: unique('token'),
    description: '',
    expiresAt: '',
    scopes: ['read_repository', 'read_user'],
  }
}

async function create(wishes: Partial<ReturnType<typeof form>>): Promise<CreatedPersonalToken> {
  const input = { ...form(), ...wishes, requestKey: randomUUID() }
  return valueIn(await call(() => createPersonalAccessTokenAction(input)))
}

async function list() {
  return valueIn(await call(() => listPersonalAccessTokensAction({ query: {} })))
}

function call<Result>(work: () => Promise<Result>): Promise<Result> {
  return asAction({ sessionId }, work)
}

function valueIn<Value>(outcome: { ok: true; value: Value } | { ok: false; message: string }): Value {
  if (!outcome.ok) throw new Error(outcome.message)
  return outcome.value
}
