import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  ddl,
  makePersonalToken,
  makeUser,
  refusalOf,
  sql,
  statementsOf,
  unique,
} from '@/e2e/support/fixtures'
import { database } from '@/lib/data/client'
import { putSetting } from '@/lib/data/settings'
import type { UserActor } from '@/lib/domain/actor'
import type { NewPersonalAccessToken } from '@/lib/domain/personal-access-token'
import { prefixOf } from '@/lib/domain/token-format'
import { authenticatePersonalToken } from '@/lib/services/access/authenticate-personal-token'
import { createPersonalAccessToken } from './create-personal-access-token'

const address = '198.51.100.8'
let user: UserActor
beforeAll(async () => {
  user = await makeUser()
})

describe('a new token', () => {
  test('is given once, opens at once, and only a digest of it is sent to the database', async () => {
    let made: Awaited<ReturnType<typeof create>> | undefined
    const sent = await statementsOf(async () => {
      made = await create(user, { description: 'For the laptop', scopes: ['read_user'] })
    })
    const { token, secret = '' } = made ?? {}
    expect(prefixOf(secret)).toBe('glpat-')
    expect(JSON.stringify(sent)).not.toContain(secret)
    expect(token).toMatchObject({
      userId: user.id,
      username: user.username,
      description: 'For the laptop',
      scopes: ['read_user'],
      expiresAt: null,
      revokedAt: null,
      lastUsedAt: null,
    })
    expect(await authenticatePersonalToken(secret, address)).toMatchObject({
      id: user.id,
      token: { id: token?.id },
    })
  })

  test('is audited by name, scopes and end, from where', async () => {
    const expiresAt = new Date('2199-01-01')
    const { token } = await create(user, { scopes: ['read_api'], expiresAt })
    expect(await eventsOf(token.id)).toEqual([
      expect.objectContaining({
        actor_id: user.id,
        address,
        target_name: token.name,
        place_path: '',
        before: null,
        after: { user: user.username, scopes: ['read_api'], expires_at: expiresAt.toISOString() },
      }),
    ])
  })

  test('is not there where its event cannot be written', async () => {
    const name = unique('doomed')
    await ddl(`CREATE TRIGGER refuse_events BEFORE INSERT ON audit_events
      FOR EACH ROW WHEN (NEW.target_name = '${name}') EXECUTE FUNCTION refuse_change()`)
    await expect(create(user, { name })).rejects.toThrow('append-only')
    await ddl('DROP TRIGGER refuse_events ON audit_events')
    expect(await sql`SELECT 1 FROM personal_access_tokens WHERE name = ${name}`).toEqual([])
  })
})

describe('one form', () => {
  test('makes one token, however often it is sent at once; the others learn that it was made', async () => {
    const requestKey = randomUUID()
    const answers = await Promise.allSettled(
      Array.from({ length: 5 }, () => createPersonalAccessToken(user, { ...creation(), requestKey })),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const again = createPersonalAccessToken(user, { ...creation(), requestKey })
    expect(await refusalOf(again)).toMatchObject({ code: 'conflict' })
    const somebody = await makeUser()
    expect((await createPersonalAccessToken(somebody, { ...creation(), requestKey })).token.userId).toBe(
      somebody.id,
    )
  })
})

describe('by a token', () => {
  test('another is made for an administrator with api alone', async () => {
    const admin = await makeUser({ isAdmin: true })
    const actorOf = async (owner: UserActor, scopes: NewPersonalAccessToken['scopes']) =>
      authenticatePersonalToken((await makePersonalToken(owner, { scopes })).secret, address)
    expect((await create(await actorOf(admin, ['api']))).token.userId).toBe(admin.id)
    expect((await refusalOf(create(await actorOf(admin, ['read_api', 'write_repository'])))).code).toBe(
      'forbidden',
    )
    expect((await refusalOf(create(await actorOf(user, ['api'])))).code).toBe('not_found')
  })
})

describe('where the instance limits lives', () => {
  test('a token must end in time', async () => {
    await putSetting('token_lifetime_days_max', 30)
    const inDays = (days: number) => {
      const day = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
      return new Date(`${day}T00:00:00Z`)
    }
    for (const expiresAt of [null, inDays(31)]) {
      expect(await refusalOf(create(user, { expiresAt }))).toMatchObject({
        code: 'invalid',
        fields: { expiresAt: [`Expiration date must be ${inDays(30).toISOString().slice(0, 10)} or before`] },
      })
    }
    expect((await create(user, { expiresAt: inDays(30) })).token.expiresAt).toEqual(inDays(30))
    await database().setting.delete({ where: { key: 'token_lifetime_days_max' } })
  })
})

function creation(token: Partial<NewPersonalAccessToken> = {}) {
  const plain: NewPersonalAccessToken = {
    name: unique('t'),
    description: '',
    expiresAt: null,
    scopes: ['api'],
  }
  return { token: { ...plain, ...token }, requestKey: randomUUID(), address }
}

function create(actor: UserActor, token: Partial<NewPersonalAccessToken> = {}) {
  return createPersonalAccessToken(actor, creation(token))
}

function eventsOf(tokenId: number) {
  return sql`SELECT * FROM audit_events WHERE action = 'personal_access_token_created' AND target_id = ${tokenId}`
}
