import { beforeAll, describe, expect, test } from 'vitest'
import { askApi } from '@/e2e/support/api-request'
import { ddl, makePersonalToken, makeUser, sql, unique } from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'

// GitLab's personal access tokens API: what it takes, what it answers, and what it refuses.

const at = '/personal_access_tokens'
const fields = 'active created_at description expires_at id last_used_at name revoked scopes user_id'.split(
  ' ',
)

let user: UserActor
let token: string
let admin: UserActor
let adminToken: string

beforeAll(async () => {
  user = await makeUser()
  token = (await makePersonalToken(user)).secret
  admin = await makeUser({ isAdmin: true })
  adminToken = (await makePersonalToken(admin)).secret
})

const idsIn = (body: unknown) => (body as { id: number }[]).map(({ id }) => id)
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

describe('the list', () => {
  test('has one’s own tokens, under GitLab’s names and without a value', async () => {
    const { token: made, secret } = await makePersonalToken(user, {
      description: 'For the laptop',
      scopes: ['read_user', 'read_api'],
      expiresAt: new Date(`${inDays(9)}T00:00:00Z`),
    })
    const { token: foreign } = await makePersonalToken(await makeUser())
    const { status, headers, body } = await askApi(`${at}?per_page=100`, { token })
    expect([status, headers['x-total']]).toEqual([200, String(idsIn(body).length)])
    const found = (body as Record<string, unknown>[]).find(({ id }) => id === made.id)
    expect(Object.keys(found ?? {}).sort()).toEqual(fields)
    expect(found).toMatchObject({
      name: made.name,
      description: 'For the laptop',
      revoked: false,
      active: true,
      scopes: ['read_api', 'read_user'],
      user_id: user.id,
      expires_at: inDays(9),
    })
    expect(idsIn(body)).not.toContain(foreign.id)
    expect(JSON.stringify(body)).not.toContain(secret.slice(6))
  })

  test('is narrowed by state, by what is revoked and by a part of the name', async () => {
    const owner = await makeUser()
    const name = unique('Needle')
    const [live, dead, over] = [
      await makePersonalToken(owner, { name }),
      await makePersonalToken(owner),
      await makePersonalToken(owner),
    ]
    await sql`UPDATE personal_access_tokens SET revoked_at = now() WHERE id = ${dead.token.id}`
    await sql`UPDATE personal_access_tokens SET expires_at = now() WHERE id = ${over.token.id}`
    const ask = async (query: string) => idsIn((await askApi(`${at}?${query}`, { token: live.secret })).body)
    const [l, d, o] = [live, dead, over].map((made) => made.token.id)
    expect(await ask('')).toEqual([l, d, o])
    expect(await ask('state=active')).toEqual([l])
    expect(await ask('state=inactive')).toEqual([d, o])
    expect(await ask('revoked=true')).toEqual([d])
    expect(await ask('revoked=false')).toEqual([l, o])
    expect(await ask(`search=${name.slice(1).toUpperCase()}`)).toEqual([l])
    expect(await ask('per_page=1&page=2')).toEqual([d])
  })

  test('is everybody’s for administrators, or one user’s; for others it is their own', async () => {
    const all = await askApi(`${at}?search=`, { token: adminToken })
    expect(Number(all.headers['x-total'])).toBeGreaterThan(2)
    const some = await askApi(`${at}?user_id=${user.id}&per_page=100`, { token: adminToken })
    expect(new Set((some.body as { user_id: number }[]).map(({ user_id }) => user_id))).toEqual(
      new Set([user.id]),
    )
    expect((await askApi(`${at}?user_id=${user.id}`, { token })).status).toBe(200)
    expect(await askApi(`${at}?user_id=${admin.id}`, { token })).toMatchObject({
      status: 401,
      body: { message: '401 Unauthorized' },
    })
    expect((await askApi(`${at}?user_id=99999999999`, { token: adminToken })).body).toEqual([])
  })

  test.each([
    ['state=dead', 'state does not have a valid value'],
    ['revoked=perhaps', 'revoked does not have a valid value'],
    ['user_id=me', 'user_id is invalid'],
  ])('refuses %s', async (query, error) => {
    expect(await askApi(`${at}?${query}`, { token })).toMatchObject({ status: 400, body: { error } })
  })
})

describe('one token', () => {
  test('is shown to its user and to administrators, and is missing for everybody else', async () => {
    const { token: made } = await makePersonalToken(user)
    for (const reader of [token, adminToken])
      expect((await askApi(`${at}/${made.id}`, { token: reader })).body).toMatchObject({ id: made.id })
    const { secret: stranger } = await makePersonalToken(await makeUser())
    for (const id of [made.id, 0, 2147483648, '9'.repeat(30)])
      expect((await askApi(`${at}/${id}`, { token: stranger })).status).toBe(404)
    expect((await askApi(`${at}/mine`, { token })).status).toBe(400)
  })

  test('looks at itself and ends itself, whatever its scopes', async () => {
    const { token: made, secret } = await makePersonalToken(user, { scopes: ['read_repository'] })
    expect((await askApi(`${at}/self`, { token: secret })).body).toMatchObject({
      id: made.id,
      scopes: ['read_repository'],
    })
    expect((await askApi(at, { token: secret })).status).toBe(403)
    expect(await askApi(`${at}/self`, { method: 'DELETE', token: secret })).toMatchObject({
      status: 204,
      body: undefined,
    })
    expect((await askApi(`${at}/self`, { token: secret })).status).toBe(401)
  })

  test('is revoked at once, by its user and by administrators', async () => {
    for (const by of [token, adminToken]) {
      const { token: made, secret } = await makePersonalToken(user)
      expect((await askApi(`${at}/${made.id}`, { method: 'DELETE', token: by })).status).toBe(204)
      expect((await askApi(`${at}/self`, { token: secret })).status).toBe(401)
      const { body } = await askApi(`${at}/${made.id}`, { token: by })
      expect(body).toMatchObject({ revoked: true, active: false })
    }
  })

  test('with read_api alone reads, and revokes nothing else', async () => {
    const { secret } = await makePersonalToken(user, { scopes: ['read_api'] })
    const { token: other } = await makePersonalToken(user)
    expect((await askApi(`${at}/${other.id}`, { token: secret })).status).toBe(200)
    for (const [method, path] of [
      ['DELETE', `${at}/${other.id}`],
      ['POST', `${at}/${other.id}/rotate`],
      ['POST', `${at}/self/rotate`],
    ] as const)
      expect((await askApi(path, { method, token: secret })).body).toMatchObject({
        error: 'insufficient_scope',
      })
  })
})

describe('a rotation', () => {
  test('without a body gives another value for a week, and the old one is over', async () => {
    const { token: made, secret } = await makePersonalToken(user)
    const { status, body } = await askApi(`${at}/self/rotate`, { method: 'POST', token: secret })
    const { token: value, ...next } = body as Record<string, unknown>
    expect([status, next]).toMatchObject([200, { name: made.name, active: true, expires_at: inDays(7) }])
    expect(next.id).not.toBe(made.id)
    expect((await askApi(`${at}/self`, { token: String(value) })).body).toMatchObject({ id: next.id })
    expect((await askApi(`${at}/${made.id}`, { token })).body).toMatchObject({ revoked: true })
  })

  test('ends when it is asked to', async () => {
    const { token: made } = await makePersonalToken(user)
    const json = { expires_at: inDays(30) }
    const { body } = await askApi(`${at}/${made.id}/rotate`, { method: 'POST', token, json })
    expect(body).toMatchObject({ expires_at: inDays(30) })
  })

  test.each([
    ['tomorrow', { error: 'expires_at is invalid' }],
    ['2031-02-30', { error: 'expires_at is invalid' }],
    [31, { error: 'expires_at is invalid' }],
    ['2020-01-01', { message: expect.stringContaining('or later') }],
  ])('to %s is refused and changes nothing', async (expires_at, body) => {
    const { token: made, secret } = await makePersonalToken(user)
    const answer = await askApi(`${at}/${made.id}/rotate`, { method: 'POST', token, json: { expires_at } })
    expect(answer).toMatchObject({ status: 400, body })
    expect((await askApi(`${at}/self`, { token: secret })).status).toBe(200)
  })

  test('of a token that is over, or of another’s, is refused', async () => {
    const { token: made } = await makePersonalToken(user)
    await askApi(`${at}/${made.id}`, { method: 'DELETE', token })
    expect(await askApi(`${at}/${made.id}/rotate`, { method: 'POST', token })).toMatchObject({
      status: 400,
      body: { message: 'token already revoked' },
    })
    const { token: live } = await makePersonalToken(user)
    const byAdmin = await askApi(`${at}/${live.id}/rotate`, { method: 'POST', token: adminToken })
    expect(byAdmin.status).toBe(404)
  })
})

describe('a creation for a user', () => {
  const create = (json: unknown, { by = adminToken, id = user.id } = {}) =>
    askApi(`/users/${id}/personal_access_tokens`, { method: 'POST', token: by, json })

  test('gives a value that works for them, and names the administrator in the log', async () => {
    const json = { name: 'ci', description: 'Nightly', scopes: 'read_user,read_api', expires_at: inDays(3) }
    const { status, body } = await create(json)
    const { token: value, ...made } = body as Record<string, unknown>
    expect([status, made]).toMatchObject([
      201,
      { name: 'ci', description: 'Nightly', user_id: user.id, expires_at: inDays(3), active: true },
    ])
    expect(made.scopes).toEqual(['read_api', 'read_user'])
    expect((await askApi('/user', { token: String(value) })).body).toMatchObject({ id: user.id })
    const [event] = await sql<{ actor_id: number; after: { user: string } }>`
      SELECT actor_id, after FROM audit_events
      WHERE action = 'personal_access_token_created' AND target_id = ${made.id}`
    expect(event).toMatchObject({ actor_id: admin.id, after: { user: user.username } })
  })

  test('lives as long as the instance lets it when no end is asked for', async () => {
    expect((await create({ name: 'ci', scopes: ['api'] })).body).toMatchObject({ expires_at: null })
    await sql`INSERT INTO settings (key, value) VALUES ('token_lifetime_days_max', '30')`
    const limited = await create({ name: 'ci', scopes: ['api'] })
    const tooLong = await create({ name: 'ci', scopes: ['api'], expires_at: inDays(31) })
    await sql`DELETE FROM settings WHERE key = 'token_lifetime_days_max'`
    expect(limited.body).toMatchObject({ expires_at: inDays(30) })
    expect(tooLong).toMatchObject({ status: 400, body: { message: expect.stringContaining('or before') } })
  })

  test.each([
    [{ scopes: ['api'] }, { error: 'name is missing' }],
    [{ name: ' ', scopes: ['api'] }, { message: "Name can't be blank" }],
    [{ name: 'ci' }, { error: 'scopes is missing' }],
    [{ name: 'ci', scopes: [] }, { message: "Scopes can't be blank" }],
    [{ name: 'ci', scopes: ['sudo'] }, { error: 'scopes does not have a valid value' }],
    [{ name: 'ci', scopes: ['api'], expires_at: '2020-01-01' }, { message: expect.any(String) }],
  ])('refuses %j', async (json, body) => {
    expect(await create(json)).toMatchObject({ status: 400, body })
  })

  test('is for administrators, and for users that there are', async () => {
    const json = { name: 'ci', scopes: ['api'] }
    expect((await create(json, { by: token })).status).toBe(403)
    const { secret } = await makePersonalToken(admin, { scopes: ['read_api'] })
    expect((await create(json, { by: secret })).status).toBe(403)
    for (const id of [0, 2147483647, 99999999999]) expect((await create(json, { id })).status).toBe(404)
  })

  test('leaves nothing where its event cannot be written', async () => {
    const name = unique('doomed')
    await ddl(`CREATE TRIGGER refuse_events BEFORE INSERT ON audit_events
      FOR EACH ROW WHEN (NEW.target_name = '${name}') EXECUTE FUNCTION refuse_change()`)
    const { status } = await create({ name, scopes: ['api'] })
    await ddl('DROP TRIGGER refuse_events ON audit_events')
    expect([status, await sql`SELECT 1 FROM personal_access_tokens WHERE name = ${name}`]).toEqual([500, []])
  })
})
