import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  ddl,
  type MadeToken,
  makeExpiredToken,
  makeGroup,
  makeProject,
  makeRevokedToken,
  makeToken,
  makeUser,
  password,
  refusalOf,
  sql,
  statementsOf,
  unique,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import type { Project } from '@/lib/domain/project'
import { accessDeniedText } from '@/lib/domain/refusal'
import { prefixOf } from '@/lib/domain/token-format'
import { authenticate } from './authenticate'
import type { Credentials } from './authenticate-by-token'
import { flushUses } from './note-use'

// gldt- and 36 characters with a checksum that holds, which no row has
const wellFormed = 'gldt-Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y0E0cjW'
const refused = {
  code: 'unauthenticated',
  message: accessDeniedText,
  fields: {},
  retryAfterSeconds: undefined,
}

let project: Project
let live: MadeToken

beforeAll(async () => {
  project = await makeProject(await makeGroup())
  live = await makeToken(project)
})

// what is remembered of uses is written at some later moment: not among the statements that a test counts
beforeEach(flushUses)

describe('no credentials', () => {
  test('are nobody, without a query', async () => {
    const statements = await statementsOf(async () => {
      expect(await authenticate(undefined, uniqueAddress())).toEqual({ kind: 'nobody' })
    })
    expect(statements).toEqual([])
  })
})

describe('a live token', () => {
  test('is itself, by one query', async () => {
    const statements = await statementsOf(async () => {
      expect(await signIn(live.credentials)).toMatchObject({
        kind: 'deploy-token',
        id: live.token.id,
        scopes: ['read_repository'],
        holder: { kind: 'project', id: project.id },
      })
    })
    expect(statements).toHaveLength(1)
  })

  test('signs in with the name that was chosen for it, and no longer with the default', async () => {
    const { token, secret } = await makeToken(project, { username: 'deployer' })
    expect(await signIn({ username: 'deployer', password: secret })).toMatchObject({ id: token.id })
    await expectRefused({ username: `gitlab+deploy-token-${token.id}`, password: secret })
  })

  test('of two with one user name is the one whose value was sent', async () => {
    const username = unique('shared')
    const [one, two] = [await makeToken(project, { username }), await makeToken(project, { username })]
    expect(await signIn(one.credentials)).toMatchObject({ id: one.token.id })
    expect(await signIn(two.credentials)).toMatchObject({ id: two.token.id })
  })

  test('may have the user name of a user: the value is the token, the password is the user', async () => {
    const user = await makeUser()
    const { token, secret } = await makeToken(project, { username: user.username })
    expect(await signIn({ username: user.username, password: secret })).toMatchObject({ id: token.id })
    expect(await signIn({ username: user.username, password })).toEqual(user)
  })

  test('outlives its creator’s membership: it belongs to the project', async () => {
    const { token, credentials } = await makeToken(project)
    const blocked = await makeUser({ isBlocked: true })
    await sql`UPDATE deploy_tokens SET creator_id = ${blocked.id} WHERE id = ${token.id}`
    expect(await signIn(credentials)).toMatchObject({ id: token.id })
  })
})

describe('credentials that are no good are never nobody', () => {
  // the name is the right one unless the case says otherwise
  const cases: [string, (value: string, name: string) => Credentials][] = [
    ['A10 another user name', (value) => ({ username: 'somebody', password: value })],
    ['A11 no user name', (value) => ({ username: '', password: value })],
    ['A12 the user name in upper case', (value, name) => ({ username: name.toUpperCase(), password: value })],
    ['A12 a space after the user name', (value, name) => ({ username: `${name} `, password: value })],
    [
      'A12 a space for the plus sign',
      (value, name) => ({ username: name.replace('+', ' '), password: value }),
    ],
    ['A12 a NUL after the user name', (value, name) => ({ username: `${name}\0`, password: value })],
    ['A13 the value as user name', (value) => ({ username: value, password: 'x-oauth-basic' })],
    ['A13 the value as user name, and no password', (value) => ({ username: value, password: '' })],
    ['A14 one character changed', (value, name) => ({ username: name, password: changed(value) })],
    ['A15 another value whose checksum holds', (_, name) => ({ username: name, password: wellFormed })],
    [
      'A16 the prefix of another type',
      (value, name) => ({ username: name, password: value.replace('gldt', 'glpat') }),
    ],
    ['A17 a line feed after the value', (value, name) => ({ username: name, password: `${value}\n` })],
    ['A17 an encoded line feed', (value, name) => ({ username: name, password: `${value}%0A` })],
    ['A17 a space before the value', (value, name) => ({ username: name, password: ` ${value}` })],
    ['A17 a NUL after the value', (value, name) => ({ username: name, password: `${value}\0` })],
    ['A18 lower case', (value, name) => ({ username: name, password: value.toLowerCase() })],
    ['A18 upper case', (value, name) => ({ username: name, password: value.toUpperCase() })],
    [
      'A19 ten million characters',
      (value, name) => ({ username: name, password: value + 'x'.repeat(10_000_000) }),
    ],
    [
      'A19 a user name of a million characters',
      (value) => ({ username: 'x'.repeat(1_000_000), password: value }),
    ],
    ['A20 a digest of the value', (value, name) => ({ username: name, password: sha256(value) })],
    ['the value without its prefix', (value, name) => ({ username: name, password: value.slice(5) })],
    ['the value in base64', (value, name) => ({ username: name, password: btoa(value) })],
    ['nothing at all', () => ({ username: '', password: '' })],
  ]

  test.each(cases)('%s', async (_, credentials) => {
    await expectRefused(credentials(live.secret, live.credentials.username))
  })

  test('A14: a changed character costs no look at the tokens, A15: an unknown value costs one', async () => {
    const { username } = live.credentials
    const looks = async (value: string) => {
      const statements = await statementsOf(() => expectRefused({ username, password: value }))
      return statements.filter(({ text }) => text.includes('deploy_tokens')).length
    }
    expect(await looks(changed(live.secret))).toBe(0)
    expect(await looks(live.secret.replace('gldt', 'glpat'))).toBe(0)
    expect(prefixOf(wellFormed)).toBe('gldt-')
    expect(await looks(wellFormed)).toBe(1)
  })

  test('A23: the token of a deleted project is as unknown as any', async () => {
    const doomed = await makeProject(await makeGroup())
    const { credentials } = await makeToken(doomed)
    await sql`DELETE FROM projects WHERE id = ${doomed.id}`
    await expectRefused(credentials)
  })
})

describe('a genuine token that is over', () => {
  test('A21: says when it was revoked', async () => {
    const { token, credentials } = await makeRevokedToken(project)
    await sql`UPDATE deploy_tokens SET revoked_at = '2027-03-01T10:20:30Z' WHERE id = ${token.id}`
    expect(await refusalOf(signIn(credentials))).toMatchObject({
      code: 'unauthenticated',
      message: `${accessDeniedText} The deploy token "${token.name}" was revoked at 2027-03-01T10:20:30Z.`,
    })
  })

  test('A22: says when it expired, at the very instant of its end', async () => {
    const { token, credentials } = await makeExpiredToken(project)
    expect((await refusalOf(signIn(credentials))).message).toContain(
      `The deploy token "${token.name}" expired at `,
    )
    await sql`UPDATE deploy_tokens SET expires_at = '2026-01-01T00:00:00Z' WHERE id = ${token.id}`
    expect((await refusalOf(signIn(credentials))).message).toBe(
      `${accessDeniedText} The deploy token "${token.name}" expired at 2026-01-01T00:00:00Z.`,
    )
  })

  test('A22: is over by the database’s clock, whatever this process believes', async () => {
    const over = await makeExpiredToken(project)
    onTestFinished(() => void vi.useRealTimers())
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('1999-01-01') })
    expect((await refusalOf(signIn(over.credentials))).code).toBe('unauthenticated')
    vi.setSystemTime(new Date('2199-01-01'))
    const { token, credentials } = await makeToken(project)
    await sql`UPDATE deploy_tokens SET expires_at = now() + interval '1 minute' WHERE id = ${token.id}`
    expect(await signIn(credentials)).toMatchObject({ id: token.id })
  })

  test('explains itself to nobody who lacks its user name', async () => {
    const { secret } = await makeRevokedToken(project)
    await expectRefused({ username: 'somebody', password: secret })
  })

  test('does not count as a failure: a forgotten job locks nobody out', async () => {
    const address = uniqueAddress()
    const { credentials } = await makeRevokedToken(project)
    for (let i = 0; i < 40; i++) {
      expect((await refusalOf(authenticate(credentials, address))).code).toBe('unauthenticated')
    }
    expect(await sql`SELECT 1 FROM failed_authentications WHERE key LIKE ${`%${address}%`}`).toEqual([])
  })
})

describe('a user', () => {
  let user: UserActor
  beforeAll(async () => {
    user = await makeUser({ username: unique('Mai') })
  })

  test('signs in by user name and by e-mail address, in any letter case', async () => {
    for (const login of [user.username, user.username.toLowerCase(), `${user.username}@Example.COM`]) {
      expect(await signIn({ username: login, password })).toEqual(user)
    }
  })

  test('signs in with no other password, and none is every refusal alike', async () => {
    const blocked = await makeUser({ isBlocked: true })
    for (const credentials of [
      { username: user.username, password: `${password} ` },
      { username: user.username, password: '' },
      { username: user.username, password: `${password}\0` },
      { username: user.username, password: 'x'.repeat(129) },
      { username: `${user.username}\0`, password },
      { username: 'x'.repeat(256), password },
      { username: unique('nobody'), password },
      { username: '', password },
      { username: blocked.username, password },
    ]) {
      await expectRefused(credentials)
    }
  })

  test('who is blocked is refused with the right password, and let in once they are not', async () => {
    const blocked = await makeUser({ isBlocked: true })
    await expectRefused({ username: blocked.username, password })
    await sql`UPDATE users SET blocked_at = NULL WHERE id = ${blocked.id}`
    expect(await signIn({ username: blocked.username, password })).toEqual(blocked)
  })
})

describe('SV-012: a password that an administrator has reset', () => {
  const mustChange = async () => {
    const user = await makeUser()
    await sql`UPDATE users SET must_change_password = true WHERE id = ${user.id}`
    return user
  }

  test('is refused with the reason once it was right, and as any other where it was wrong', async () => {
    const user = await mustChange()
    expect(await refusalOf(signIn({ username: user.username, password }))).toMatchObject({
      code: 'unauthenticated',
      message: 'Your password has to be changed first: sign in in a browser.',
    })
    await expectRefused({ username: user.username, password: 'wrong' })
  })

  test('is no failure: nobody is locked out by a job that still has it', async () => {
    const address = uniqueAddress()
    const user = await mustChange()
    for (let i = 0; i < 12; i++) await refusalOf(authenticate({ username: user.username, password }, address))
    expect(await sql`SELECT 1 FROM failed_authentications WHERE key LIKE ${`%${address}%`}`).toEqual([])
  })

  test('does not bring the refusal upon the tokens that its user has made', async () => {
    const user = await mustChange()
    const { token, credentials } = await makeToken(project)
    await sql`UPDATE deploy_tokens SET creator_id = ${user.id} WHERE id = ${token.id}`
    expect(await signIn(credentials)).toMatchObject({ id: token.id })
  })
})

describe('too many failures', () => {
  test('from an address: 30 are refused, the next is told to wait, and so are good passwords', async () => {
    const address = uniqueAddress()
    const user = await makeUser()
    await fail(address, 30)
    expect(await authenticate({ username: user.username, password }, address)).toEqual(user)
    const told = await refusalOf(authenticate({ username: 'x', password: wellFormed }, address))
    expect(told).toMatchObject({
      code: 'rate_limited',
      message: 'Too many failed sign-ins. Try again later.',
    })
    expect(told.retryAfterSeconds).toBeGreaterThan(55)
    expect(told.retryAfterSeconds).toBeLessThanOrEqual(61)
    expect((await refusalOf(authenticate({ username: user.username, password }, address))).code).toBe(
      'rate_limited',
    )
  })

  test('leave a good token from that address alone, and every other address', async () => {
    const address = uniqueAddress()
    const user = await makeUser()
    await block(address)
    expect(await authenticate(live.credentials, address)).toMatchObject({ id: live.token.id })
    expect(await authenticate({ username: user.username, password }, uniqueAddress())).toEqual(user)
  })

  test('A32: a success in between forgives nothing', async () => {
    const address = uniqueAddress()
    await fail(address, 15)
    await authenticate(live.credentials, address)
    const user = await makeUser()
    await authenticate({ username: user.username, password }, address)
    await fail(address, 15)
    expect((await refusalOf(authenticate({ username: 'x', password: wellFormed }, address))).code).toBe(
      'rate_limited',
    )
  })

  test('of an IPv6 network count together', async () => {
    const network = `2001:db8:${Math.floor(Math.random() * 65536).toString(16)}:1`
    for (let i = 1; i <= 30; i++) await fail(`${network}::${i}`, 1)
    const told = await refusalOf(authenticate({ username: 'x', password: wellFormed }, `${network}:ffff::1`))
    expect(told.code).toBe('rate_limited')
  })

  test('for one login from one address: the password path is closed without work, for that login alone', async () => {
    const address = uniqueAddress()
    const [user, other] = [await makeUser(), await makeUser()]
    for (let i = 0; i < 11; i++)
      await refusalOf(authenticate({ username: user.username, password: 'wrong' }, address))
    const statements = await statementsOf(async () => {
      const told = await refusalOf(authenticate({ username: user.username, password }, address))
      expect(told.code).toBe('rate_limited')
      expect(told.retryAfterSeconds).toBeGreaterThan(590)
    })
    expect(statements).toHaveLength(1)
    expect(await authenticate({ username: other.username, password }, address)).toEqual(other)
    expect(await authenticate({ username: user.username, password }, uniqueAddress())).toEqual(user)
  })

  test('are over when the block is', async () => {
    const address = uniqueAddress()
    const user = await makeUser()
    await block(address)
    await sql`UPDATE failed_authentications SET blocked_until = now() WHERE key = ${`address ${address}`}`
    expect(await authenticate({ username: user.username, password }, address)).toEqual(user)
  })

  test('are counted in the database: another process’s failures count here', async () => {
    const address = uniqueAddress()
    await failElsewhere(address, 30)
    expect((await refusalOf(authenticate({ username: 'x', password: wellFormed }, address))).code).toBe(
      'rate_limited',
    )
  })

  test('keep nothing of what was typed as a login: it may have been a secret', async () => {
    const typed = unique('Secret')
    await expectRefused({ username: typed, password: 'wrong' })
    expect(
      await sql`SELECT 1 FROM failed_authentications WHERE lower(key) LIKE ${`%${typed.toLowerCase()}%`}`,
    ).toEqual([])
  })
})

describe('while the database is out of order', () => {
  test('nobody gets in: the error is no refusal, and no actor', async () => {
    await ddl('ALTER TABLE routes RENAME TO routes_away')
    try {
      await expect(signIn(live.credentials)).rejects.toThrow('routes')
    } finally {
      await ddl('ALTER TABLE routes_away RENAME TO routes')
    }
    expect(await signIn(live.credentials)).toMatchObject({ id: live.token.id })
  })
})

function signIn(credentials: Credentials) {
  return authenticate(credentials, uniqueAddress())
}

/** The one answer that an unknown value gets too. */
async function expectRefused(credentials: Credentials): Promise<void> {
  expect(await refusalOf(signIn(credentials))).toEqual(refused)
}

async function fail(address: string, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    expect((await refusalOf(authenticate({ username: 'x', password: wellFormed }, address))).code).toBe(
      'unauthenticated',
    )
  }
}

async function block(address: string): Promise<void> {
  await fail(address, 30)
  expect((await refusalOf(authenticate({ username: 'x', password: wellFormed }, address))).code).toBe(
    'rate_limited',
  )
}

async function failElsewhere(address: string, times: number): Promise<void> {
  const code = `
    import { authenticate } from '@/lib/services/access/authenticate'
    import { disconnect } from '@/lib/data/client'
    const codes = []
    for (let i = 0; i < ${times}; i++) {
      await authenticate({ username: 'x', password: '${wellFormed}' }, '${address}').catch((e) => codes.push(e.code))
    }
    console.log(codes.filter((code) => code === 'unauthenticated').length)
    await disconnect()`
  const node = ['--import', 'tsx', '--input-type=module', '-e', code]
  const { stdout } = await promisify(execFile)(process.execPath, node)
  expect(Number(stdout)).toBe(times)
}

function changed(value: string): string {
  return value.slice(0, 20) + (value[20] === 'a' ? 'b' : 'a') + value.slice(21)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
