import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { askApi } from '@/e2e/support/api-request'
import {
  type MadeToken,
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeSession,
  makeToken,
  makeUser,
  password,
  sql,
  statementsOf,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import { basic } from '@/e2e/support/machine-request'
import { cookieOf } from '@/e2e/support/next-request'
import type { UserActor } from '@/lib/domain/actor'
import type { Project } from '@/lib/domain/project'
import { mintToken, tokenPrefixes } from '@/lib/domain/token-format'

// Who is let in, and as whom: the credentials of every kind, good and bad.

type Header = [string, string]

let user: UserActor
let secret: string
let project: Project
let deploy: MadeToken

beforeAll(async () => {
  const group = await makeGroup()
  project = await makeProject(group)
  user = await makeMember(group, 'Maintainer')
  secret = (await makePersonalToken(user)).secret
  deploy = await makeToken(project)
})

const privately = (value: string): Header => ['PRIVATE-TOKEN', value]
const bearer = (value: string): Header => ['Authorization', `Bearer ${value}`]

/** Who one is, or the status and body of the refusal. */
async function whoIs(...headers: Header[]) {
  const { status, body } = await askApi('/user', { headers })
  return status === 200 ? (body as { username: string }).username : { status, body }
}

const unauthorized = { status: 401, body: { message: '401 Unauthorized' } }

describe('a good token', () => {
  test('is taken from PRIVATE-TOKEN and as Bearer, in any letter case of the scheme', async () => {
    for (const header of [
      privately(secret),
      ['private-token', secret],
      bearer(secret),
      ['Authorization', `bearer ${secret}`],
      ['Authorization', `BEARER   ${secret}`],
    ] as Header[])
      expect(await whoIs(header)).toBe(user.username)
  })

  test('may come twice, if it is the same', async () => {
    expect(await whoIs(privately(secret), bearer(secret))).toBe(user.username)
  })

  test('is found by one statement', async () => {
    const statements = await statementsOf(() => askApi('/version', { token: secret }))
    expect(statements).toHaveLength(1)
  })
})

describe('two tokens are none', () => {
  test.each([
    ['A06: of both kinds', () => [privately(secret), bearer(deploy.secret)]],
    ['A05: two Authorization', () => [bearer(secret), bearer(secret)]],
    ['A05: Bearer and Basic', () => [bearer(secret), basic(deploy.credentials)]],
    ['two PRIVATE-TOKEN', () => [privately(secret), privately(secret)]],
  ] as [string, () => Header[]][])('%s', async (_, headers) => {
    expect(await whoIs(...headers())).toMatchObject({ status: 400 })
  })
})

describe('a bad token is refused, and never nobody', () => {
  const changed = (value: string) => value.slice(0, -1) + (value.endsWith('a') ? 'b' : 'a')
  const bytes = (count: number) => new Uint8Array(count).fill(7)

  test.each([
    ['A01: nothing', () => ''],
    ['A09: a broken escape', () => '%E0%A4%A'],
    ['A09: two words', () => `${secret} b`],
    ['A14: one character changed', () => changed(secret)],
    ['A15: one that has its checksum and no row', () => mintToken(tokenPrefixes.personalAccessToken, bytes)],
    [
      'A16: the body of a deploy token behind the prefix of a user',
      () => deploy.secret.replace('gldt-', 'glpat-'),
    ],
    ['A17: %0A at the end', () => `${secret}%0A`],
    ['A18: lower case', () => secret.toLowerCase()],
    ['A18: upper case', () => secret.toUpperCase()],
    ['A19: a long one', () => 'x'.repeat(15_000)],
    ['A20: its digest', () => createHash('sha256').update(secret).digest('hex')],
    ['A25: a deploy token', () => deploy.secret],
    ['A31: the cookie of a session', () => 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2Q0JDLUhTNTEyIn0..a.b.c'],
    ['a password', () => password],
  ])('%s', async (_, value) => {
    for (const header of [privately(value()), bearer(value())]) {
      expect(await whoIs(header)).toEqual(unauthorized)
      const answer = await askApi('/projects', { headers: [header] })
      expect(answer.status).toBe(401)
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="GitLab"')
    }
  })

  test.each(['Token', 'Digest', 'Negotiate', 'gldt-x', 'Bearer', 'Bearer ', '', 'Basically x'])(
    'A08: the scheme "%s"',
    async (scheme) => {
      expect(await whoIs(['Authorization', scheme.includes(' ') ? scheme : `${scheme} `])).toEqual(
        unauthorized,
      )
    },
  )

  test('A24: of a blocked user', async () => {
    const blocked = await makeUser()
    const { secret: value } = await makePersonalToken(blocked)
    await sql`UPDATE users SET blocked_at = now() WHERE id = ${blocked.id}`
    expect(await whoIs(privately(value))).toEqual(unauthorized)
  })

  test('A27, R36: a job’s, whatever else is sent', async () => {
    expect(await whoIs(['JOB-TOKEN', 'glcbt-x'])).toEqual(unauthorized)
    expect(await whoIs(['JOB-TOKEN', 'glcbt-x'], privately(secret))).toEqual(unauthorized)
  })

  test('A21, A22: revoked and expired say so, as GitLab does', async () => {
    const [dead, over] = [await makePersonalToken(user), await makePersonalToken(user)]
    await sql`UPDATE personal_access_tokens SET revoked_at = now() WHERE id = ${dead.token.id}`
    await sql`UPDATE personal_access_tokens SET expires_at = now() WHERE id = ${over.token.id}`
    const invalid = (error_description: string) => ({
      status: 401,
      body: { error: 'invalid_token', error_description },
    })
    expect(await whoIs(privately(dead.secret))).toEqual(
      invalid('Token was revoked. You have to re-authorize from the user.'),
    )
    expect(await whoIs(bearer(over.secret))).toEqual(
      invalid('Token is expired. You can either do re-authorization or token refresh.'),
    )
  })

  test('A32: too many bad ones shut their address out, and a good one goes on working', async () => {
    const address = uniqueAddress()
    const statuses: number[] = []
    for (let i = 0; i < 31; i++)
      statuses.push((await askApi('/user', { token: deploy.secret, address })).status)
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThan(20)
    const answer = await askApi('/user', { token: 'wrong', address })
    expect(answer.status).toBe(429)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect((await askApi('/user', { token: secret, address })).status).toBe(200)
  })
})

describe('what is not for this door counts for nothing', () => {
  test.each([
    ['A07: the cookie of a session', async () => ['Cookie', await cookieOf(await makeSession(user))]],
    ['A11: a deploy token as Basic', async () => basic(deploy.credentials)],
    ['a user’s password as Basic', async () => basic({ username: user.username, password })],
    ['a personal access token as Basic', async () => basic({ username: user.username, password: secret })],
    ['a deploy token in Deploy-Token', async () => ['Deploy-Token', deploy.secret]],
  ] as [string, () => Promise<Header>][])('%s: nobody asks', async (_, header) => {
    const headers = [await header()]
    for (const path of ['/user', `/projects/${project.id}`, `/projects/${project.id}/deploy_tokens`]) {
      expect(await askApi(path, { headers })).toEqual(await askApi(path))
    }
    expect(await whoIs(...headers)).toEqual(unauthorized)
    expect(await whoIs(...headers, privately(secret))).toBe(user.username)
  })
})

describe('A28: a token in the URL', () => {
  test.each([
    'private_token',
    'access_token',
    'job_token',
    'PRIVATE_TOKEN',
    'private%5Ftoken',
    'a=b&private_token',
  ])('%s is refused, even beside a good one', async (name) => {
    for (const path of ['/user', '/projects', '/nothing/here', '/openapi.json']) {
      for (const token of [undefined, secret]) {
        const answer = await askApi(`${path}?${name}=${secret}`, { token })
        expect([path, answer.status]).toEqual([path, 400])
        expect(JSON.stringify(answer)).not.toContain(secret)
      }
    }
  })
})

test('R30: nobody acts as somebody else', async () => {
  const refusal = { status: 403, body: { message: '403 Forbidden - sudo is not available here' } }
  expect(await askApi('/user?sudo=1', { token: secret })).toMatchObject(refusal)
  expect(await askApi('/user', { token: secret, headers: [['Sudo', '1']] })).toMatchObject(refusal)
})

describe('the scopes of a token', () => {
  const reading = { status: 403, body: { error: 'insufficient_scope', scope: 'api read_api' } }

  test('read_user tells who one is, and no more', async () => {
    const { secret: token } = await makePersonalToken(user, { scopes: ['read_user'] })
    for (const path of ['/user', '/users', `/users/${user.id}`, '/version', '/metadata'])
      expect([path, (await askApi(path, { token })).status]).toEqual([path, 200])
    for (const path of ['/projects', '/groups', '/namespaces', `/projects/${project.id}`])
      expect(await askApi(path, { token })).toMatchObject(reading)
  })

  test('those of repositories and images open nothing here', async () => {
    const { secret: token } = await makePersonalToken(user, {
      scopes: ['write_repository', 'write_registry'],
    })
    expect(await askApi('/user', { token })).toMatchObject({
      status: 403,
      body: { scope: 'api read_api read_user' },
    })
    expect(await askApi('/projects', { token })).toMatchObject(reading)
  })
})
