import { decode } from 'next-auth/jwt'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeSession, makeUser, password, sql, uniqueAddress } from '@/e2e/support/fixtures'
import { asAction, cookieOf } from '@/e2e/support/next-request'
import { env } from '@/lib/env'
import { findSessionUser } from '@/lib/services/sessions/find-session-user'
import {
  addressHeader,
  authOptions,
  currentSession,
  currentSessionId,
  currentUser,
  returnPathOf,
  sessionCookie,
} from './session'

describe('where to go after sign-in', () => {
  test.each([
    ['/', '/'],
    ['/acme/web', '/acme/web'],
    ['/acme/web/-/settings/repository#js-deploy-tokens', '/acme/web/-/settings/repository#js-deploy-tokens'],
    ['/?search=a%20b&page=2', '/?search=a%20b&page=2'],
    [`${env.url}/acme`, '/acme'],
    ['acme', '/acme'],
    ['', '/'],
    ['?x', '/?x'],
    // relative to an http origin this is a path, odd as it looks
    ['http:evil.example', '/evil.example'],
  ])('%j leads to %s', (wanted, path) => {
    expect(returnPathOf(wanted)).toBe(path)
  })

  test.each([
    'https://evil.example/',
    'http://evil.example',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    `${env.url}@evil.example/`,
    `${env.url}.evil.example/`,
    `${env.url}//evil.example`,
    '/.//evil.example',
    '/x/..//evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    `/${'x'.repeat(3000)}`,
    'http://[',
  ])('%j leads nowhere but home', (wanted) => {
    expect(returnPathOf(wanted)).toBe('/')
  })

  test.each([[undefined], [null], [7], [['/acme']], [{}]])('%j leads home', (wanted) => {
    expect(returnPathOf(wanted)).toBe('/')
  })
})

describe('the cookie', () => {
  test('is for the server alone, for this site, and on plain http without a prefix', () => {
    expect(authOptions().cookies?.sessionToken).toEqual({
      name: 'latchkey.session',
      options: { httpOnly: true, sameSite: 'lax', path: '/', secure: false },
    })
  })

  test('over https is bound to this host, and never sent without TLS', async () => {
    vi.stubEnv('LATCHKEY_URL', 'https://latchkey.example')
    vi.resetModules()
    const { authOptions } = await import('./session')
    expect(authOptions().useSecureCookies).toBe(true)
    expect(authOptions().cookies?.sessionToken).toEqual({
      name: '__Host-latchkey.session',
      options: { httpOnly: true, sameSite: 'lax', path: '/', secure: true },
    })
    vi.unstubAllEnvs()
    vi.resetModules()
  })

  test('holds a session id and nothing else, sealed', async () => {
    const user = await makeUser()
    const sessionId = await makeSession(user)
    const sealed = (await cookieOf(sessionId)).slice(sessionCookie.length + 1)
    expect(sealed).not.toContain(sessionId)
    const { iat, exp, jti, ...claims } =
      (await decode({ token: sealed, secret: authOptions().secret ?? '' })) ?? {}
    expect(claims).toEqual({ sessionId })
    expect([iat, exp, jti]).toEqual([expect.any(Number), expect.any(Number), expect.any(String)])
  })

  test('is filled from the row at sign-in, and from itself afterwards, whatever else a caller adds', async () => {
    const jwt = authOptions().callbacks?.jwt
    const call = (parameters: object) => jwt?.(parameters as Parameters<NonNullable<typeof jwt>>[0])
    expect(await call({ token: { name: 'x', isAdmin: true }, user: { id: 'the-session' } })).toEqual({
      sessionId: 'the-session',
    })
    expect(await call({ token: { sessionId: 'kept', isAdmin: true } })).toEqual({ sessionId: 'kept' })
    expect(
      await call({ token: { sessionId: 'kept' }, trigger: 'update', session: { sessionId: 'forged' } }),
    ).toEqual({
      sessionId: 'kept',
    })
  })
})

describe('who is signed in', () => {
  test('is the user of the session in the cookie', async () => {
    const user = await makeUser()
    const sessionId = await makeSession(user)
    expect(await asAction({ sessionId }, currentUser)).toEqual(user)
    expect(await asAction({ sessionId }, currentSessionId)).toBe(sessionId)
  })

  test('is nobody while they have to change their password, though their session lives', async () => {
    const user = await makeUser()
    const sessionId = await makeSession(user)
    await sql`UPDATE users SET must_change_password = true WHERE id = ${user.id}`
    expect(await asAction({ sessionId }, currentUser)).toBeUndefined()
    expect(await asAction({ sessionId }, currentSession)).toMatchObject({ user, mustChangePassword: true })
  })

  test.each<[string, (sessionId: string) => Promise<string>]>([
    ['no cookie', async () => ''],
    ['an empty cookie', async () => `${sessionCookie}=`],
    ['a session id that is not sealed', async (id) => `${sessionCookie}=${id}`],
    [
      'a sealed cookie under another name',
      async (id) => (await cookieOf(id)).replace(sessionCookie, 'session'),
    ],
    ['a sealed cookie with one character changed', async (id) => tamper(await cookieOf(id))],
    ['a sealed cookie cut short', async (id) => (await cookieOf(id)).slice(0, -10)],
    ['a sealed cookie of a session that is none', () => cookieOf('no-session')],
    ['a sealed cookie of an unknown session', () => cookieOf('5f2c1d3e-0000-4000-8000-000000000000')],
  ])('is nobody with %s', async (_, make) => {
    const cookie = await make(await makeSession(await makeUser()))
    expect(await asAction({ cookie }, currentUser)).toBeUndefined()
  })

  test.each<[string, (userId: number, sessionId: string) => Promise<unknown>]>([
    ['has ended', (_, id) => sql`UPDATE sessions SET ended_at = now() WHERE id = ${id}::uuid`],
    ['has expired', (_, id) => sql`UPDATE sessions SET expires_at = now() WHERE id = ${id}::uuid`],
    [
      'was idle for 7 days',
      (_, id) => sql`UPDATE sessions SET last_seen_at = now() - interval '7 days' WHERE id = ${id}::uuid`,
    ],
    ['is a blocked user’s', (userId) => sql`UPDATE users SET blocked_at = now() WHERE id = ${userId}`],
    ['is a deleted user’s', (userId) => sql`DELETE FROM users WHERE id = ${userId}`],
  ])('is nobody where the session %s, at the next request', async (_, change) => {
    const user = await makeUser()
    const sessionId = await makeSession(user)
    const cookie = await cookieOf(sessionId)
    expect(await asAction({ cookie }, currentUser)).toEqual(user)
    await change(user.id, sessionId)
    expect(await asAction({ cookie }, currentUser)).toBeUndefined()
  })
})

describe('signing in through next-auth', () => {
  let logged: string[]

  beforeEach(() => {
    logged = []
    for (const method of ['log', 'warn', 'error', 'info', 'debug'] as const) {
      vi.spyOn(console, method).mockImplementation((...words) => void logged.push(words.join(' ')))
    }
  })
  afterEach(() => void vi.restoreAllMocks())

  test('starts a session from the address that the server saw', async () => {
    const user = await makeUser()
    const address = uniqueAddress()
    const { id } = (await authorize({ login: user.username, password }, { [addressHeader]: address })) ?? {}
    expect((await findSessionUser(id))?.user).toEqual(user)
    expect(await sql`SELECT address FROM sessions WHERE id = ${id}::uuid`).toEqual([{ address }])
  })

  test.each([
    ['a wrong password', { password: 'wrong' }],
    ['no password', { password: undefined }],
    ['no login', { login: undefined }],
    ['an object for a login', { login: { not: '' } }],
    ['a list for a password', { password: [password] }],
    ['a NUL in the login', { login: 'a\0' }],
  ])('with %s is nobody, and nothing of it is logged', async (_, wrong) => {
    const user = await makeUser()
    expect(await authorize({ login: user.username, password, ...wrong }, {})).toBeNull()
    expect(logged).toEqual([])
  })

  test('too often says so, and no more', async () => {
    const user = await makeUser()
    const headers = { [addressHeader]: uniqueAddress() }
    for (let i = 0; i < 11; i++) await authorize({ login: user.username, password: 'wrong' }, headers)
    await expect(authorize({ login: user.username, password }, headers)).rejects.toThrow(
      'Too many failed sign-ins. Try again later.',
    )
  })

  test('SV-042: again ends the session that this browser had, and only with the right password', async () => {
    const user = await makeUser()
    const [here, elsewhere] = [await makeSession(user), await makeSession(user)]
    const cookie = `theme=dark; ${await cookieOf(here)}; sidebar=collapsed`
    expect(await authorize({ login: user.username, password: 'wrong' }, { cookie })).toBeNull()
    expect(await findSessionUser(here)).toBeDefined()
    const { id } = (await authorize({ login: user.username, password }, { cookie })) ?? {}
    expect(id).not.toBe(here)
    expect(await findSessionUser(here)).toBeUndefined()
    expect(await findSessionUser(elsewhere)).toBeDefined()
    expect(await findSessionUser(id)).toBeDefined()
  })

  test.each([
    ['none', ''],
    ['one that is none of ours', `${sessionCookie}=planted`],
    ['an empty one', `${sessionCookie}=`],
  ])('with %s for a cookie starts a session all the same', async (_, cookie) => {
    const user = await makeUser()
    expect(await authorize({ login: user.username, password }, { cookie })).toEqual({
      id: expect.any(String),
    })
  })

  test('with a password that has to be changed starts a session, in which that is done', async () => {
    const user = await makeUser()
    await sql`UPDATE users SET must_change_password = true WHERE id = ${user.id}`
    const { id } = (await authorize({ login: user.username, password }, {})) ?? {}
    expect(await findSessionUser(id)).toMatchObject({ user, mustChangePassword: true })
  })

  test('and out ends the session on the server', async () => {
    const user = await makeUser()
    const sessionId = await makeSession(user)
    const signOut = authOptions().events?.signOut
    await signOut?.({ token: { sessionId } } as Parameters<NonNullable<typeof signOut>>[0])
    expect(await findSessionUser(sessionId)).toBeUndefined()
  })
})

async function authorize(
  credentials: object,
  headers: Record<string, string>,
): Promise<{ id: string } | null> {
  const [provider] = authOptions().providers as unknown as [
    { options: { authorize: (credentials: object, request: object) => Promise<{ id: string } | null> } },
  ]
  return provider.options.authorize(credentials, { headers })
}

function tamper(text: string): string {
  const at = text.length - 30
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
}
