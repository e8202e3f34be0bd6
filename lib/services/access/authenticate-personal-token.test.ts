import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  type MadePersonalToken,
  makeGroup,
  makePersonalToken,
  makeProject,
  makeToken,
  makeUser,
  planOf,
  refusalOf,
  sql,
  statementsOf,
  unique,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import { accessDeniedText } from '@/lib/domain/refusal'
import { digestPersonalToken } from '@/lib/storage/keys'
import { authenticate } from './authenticate'
import { authenticatePersonalToken } from './authenticate-personal-token'
import { flushUses } from './note-use'

const refused = {
  code: 'unauthenticated',
  message: accessDeniedText,
  fields: {},
  retryAfterSeconds: undefined,
}
/** Its checksum holds, and nobody has it. */
const wellFormed = 'glpat-Latchkey00000000000000000000001eN9yL'
const expired = {
  code: 'unauthenticated',
  message: 'Token is expired. You can either do re-authorization or token refresh.',
}
const revoked = {
  code: 'unauthenticated',
  message: 'Token was revoked. You have to re-authorize from the user.',
}

let user: UserActor
let live: MadePersonalToken
beforeAll(async () => {
  user = await makeUser()
  live = await makePersonalToken(user, { scopes: ['read_api', 'read_repository'] })
})

describe('a live token', () => {
  test('is its user, limited by its scopes, by one query on the unique index', async () => {
    const statements = await statementsOf(async () => {
      expect(await signIn(live.secret)).toEqual({
        ...user,
        token: { id: live.token.id, name: live.token.name, scopes: ['read_api', 'read_repository'] },
      })
    })
    expect(statements).toHaveLength(1)
    for (const statement of statements) {
      expect((await planOf(statement)).join('\n')).toContain('personal_access_tokens_digest_key')
    }
  })

  test('opens the git door under any user name, and under none it does not', async () => {
    const somebody = await makeUser()
    for (const username of [user.username, somebody.username, 'oauth2', 'x', 'ü', 'x'.repeat(10_000)]) {
      expect(await authenticate({ username, password: live.secret }, uniqueAddress())).toMatchObject({
        id: user.id,
        token: { id: live.token.id },
      })
    }
    expect(await refusalOf(authenticate({ username: '', password: live.secret }, uniqueAddress()))).toEqual(
      refused,
    )
  })

  test('goes on working from an address that failed too often', async () => {
    const address = uniqueAddress()
    for (let i = 0; i < 31; i++) await refusalOf(authenticatePersonalToken(wellFormed, address))
    expect((await refusalOf(authenticatePersonalToken(wellFormed, address))).code).toBe('rate_limited')
    expect(await authenticatePersonalToken(live.secret, address)).toMatchObject({ id: user.id })
  })

  test('is noted as used, in batches', async () => {
    const { token, secret } = await makePersonalToken(user)
    await flushUses()
    for (let i = 0; i < 5; i++) await signIn(secret)
    expect(await statementsOf(flushUses)).toHaveLength(1)
    const [row] =
      await sql`SELECT now() - last_used_at < interval '1 minute' AS fresh FROM personal_access_tokens WHERE id = ${token.id}`
    expect(row).toEqual({ fresh: true })
  })
})

describe('refused like any unknown value, and counted', () => {
  test.each<[string, (value: string) => string]>([
    [
      'A14 one character changed',
      (value) => value.slice(0, 20) + (value[20] === 'a' ? 'b' : 'a') + value.slice(21),
    ],
    ['A15 another value whose checksum holds', () => wellFormed],
    ['A16 the prefix of another type', (value) => value.replace('glpat', 'gldt')],
    ['A17 a line feed after the value', (value) => `${value}\n`],
    ['A17 a space before the value', (value) => ` ${value}`],
    ['A17 a NUL after the value', (value) => `${value}\0`],
    ['A18 lower case', (value) => value.toLowerCase()],
    ['A18 upper case', (value) => value.toUpperCase()],
    ['A19 ten million characters', (value) => value + 'x'.repeat(10_000_000)],
    ['A20 the stored digest', (value) => Buffer.from(digestPersonalToken(value)).toString('hex')],
    ['the value without its prefix', (value) => value.slice(6)],
    ['the value in base64', (value) => btoa(value)],
    ['nothing at all', () => ''],
  ])('%s', async (_, change) => {
    const address = uniqueAddress()
    expect(await refusalOf(authenticatePersonalToken(change(live.secret), address))).toEqual(refused)
    expect(
      await sql`SELECT window_failures FROM failed_authentications WHERE key = ${`address ${address}`}`,
    ).toEqual([{ window_failures: 1 }])
  })

  test('the value of a deploy token, under its digest too', async () => {
    const { secret } = await makeToken(await makeProject(await makeGroup()))
    expect(await refusalOf(signIn(secret))).toEqual(refused)
  })

  test.each<[string, (user: UserActor) => Promise<unknown>]>([
    ['is blocked', ({ id }) => sql`UPDATE users SET blocked_at = now() WHERE id = ${id}`],
    [
      'must choose another password',
      ({ id }) => sql`UPDATE users SET must_change_password = true WHERE id = ${id}`,
    ],
    ['is deleted', ({ id }) => sql`DELETE FROM users WHERE id = ${id}`],
  ])('a token whose user %s, also when it is over', async (_, change) => {
    const owner = await makeUser()
    const [good, over] = [await makePersonalToken(owner), await makePersonalToken(owner)]
    await sql`UPDATE personal_access_tokens SET revoked_at = now() WHERE id = ${over.token.id}`
    await change(owner)
    for (const { secret } of [good, over]) expect(await refusalOf(signIn(secret))).toEqual(refused)
  })

  test('a value of our shape whose checksum is wrong costs no look at the tokens, and an unknown one costs one', async () => {
    const looks = async (value: string) => {
      const statements = await statementsOf(() => refusalOf(signIn(value)))
      return statements.filter(({ text }) => text.includes('personal_access_tokens')).length
    }
    expect(await looks(wellFormed.replace('L', 'M'))).toBe(0)
    expect(await looks('gldt-Latchkey000000000000000000000038wagq')).toBe(0)
    expect(await looks('not a token at all')).toBe(0)
    expect(await looks(wellFormed)).toBe(1)
    expect(await looks('chosen-by-an-operator')).toBe(1)
  })
})

describe('a genuine token that is over', () => {
  test('A21: says that it was revoked, whatever its date', async () => {
    const { token, secret } = await makePersonalToken(user)
    await sql`UPDATE personal_access_tokens SET revoked_at = now() WHERE id = ${token.id}`
    expect(await refusalOf(signIn(secret))).toMatchObject(revoked)
    await sql`UPDATE personal_access_tokens SET expires_at = now() WHERE id = ${token.id}`
    expect(await refusalOf(signIn(secret))).toMatchObject(revoked)
  })

  test('A22: says that it expired, at the very instant and by the database’s clock', async () => {
    const { token, secret } = await makePersonalToken(user)
    await sql`UPDATE personal_access_tokens SET expires_at = now() WHERE id = ${token.id}`
    onTestFinished(() => void vi.useRealTimers())
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('1999-01-01') })
    expect(await refusalOf(signIn(secret))).toMatchObject(expired)
    vi.setSystemTime(new Date('2199-01-01'))
    await sql`UPDATE personal_access_tokens SET expires_at = now() + interval '1 minute' WHERE id = ${token.id}`
    expect(await signIn(secret)).toMatchObject({ id: user.id })
  })

  test('is not counted as a failure', async () => {
    const address = uniqueAddress()
    const { token, secret } = await makePersonalToken(user)
    await sql`UPDATE personal_access_tokens SET revoked_at = now() WHERE id = ${token.id}`
    for (let i = 0; i < 40; i++) await refusalOf(authenticatePersonalToken(secret, address))
    expect(await sql`SELECT 1 FROM failed_authentications WHERE key LIKE ${`%${address}%`}`).toEqual([])
  })
})

describe('a value that an operator chose', () => {
  test.each(['glpat-abcdefghijklmnopqrst', 'a-word_of-an-operator', 'glpat-'.padEnd(128, 'z')])(
    'opens as any other: %s',
    async (word) => {
      const chosen = `${word.slice(0, 118)}${unique('').slice(1)}`
      const { token } = await makePersonalToken(user)
      await sql`UPDATE personal_access_tokens SET digest = ${digestPersonalToken(chosen)} WHERE id = ${token.id}`
      const expected = { id: user.id, token: { id: token.id } }
      expect(await signIn(chosen)).toMatchObject(expected)
      const credentials = { username: 'root', password: chosen }
      expect(await authenticate(credentials, uniqueAddress())).toMatchObject(expected)
    },
  )
})

function signIn(value: string): Promise<UserActor> {
  return authenticatePersonalToken(value, uniqueAddress())
}
