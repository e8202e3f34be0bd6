import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import {
  type MadeToken,
  makeExpiredToken,
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeRevokedToken,
  makeToken,
  makeUser,
  password,
  sql,
  statementsOf,
  unique,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import { ask, basic, type MachineAnswer, type MachineRequest } from '@/e2e/support/machine-request'
import { askTicket, openedBy, ticketUrl } from '@/e2e/support/ticket-request'
import type { UserActor } from '@/lib/domain/actor'
import type { PersonalScope } from '@/lib/domain/personal-scope'
import type { Group, Project } from '@/lib/domain/project'
import type { Scope } from '@/lib/domain/scope'
import { flushUses } from '@/lib/services/access/note-use'

const forbidden = {
  errors: [{ code: 'DENIED', message: 'access forbidden' }],
  http_status: 403,
}
const deniedText =
  'HTTP Basic: Access denied. Use a personal access token with any user name, or the user name and value of a deploy token. The password of an account does not open the container registry.'
const unauthorized = { errors: [{ code: 'UNAUTHORIZED', message: deniedText }] }
const basicScheme = 'Basic realm="GitLab", charset="UTF-8"'

let group: Group
let project: Project
let open: Project
let elsewhere: Project
beforeAll(async () => {
  group = await makeGroup(undefined, { visibility: 'public' })
  project = await makeProject(group)
  open = await makeProject(group, { visibility: 'public' })
  elsewhere = await makeProject(await makeGroup())
})

const every = (fullPath: string) => `repository:${fullPath}:pull,push,delete`
const credentialsOf = async (user: UserActor, scopes: PersonalScope[] = ['api']) =>
  (await makePersonalToken(user, { scopes })).credentials
const withScopes = (...scopes: Scope[]): Promise<MadeToken> => makeToken(project, { scopes })

describe('a good request', () => {
  test('is answered with a ticket under both of its names, which nobody stores', async () => {
    const { credentials } = await withScopes('read_registry')
    const answer = await askTicket(credentials, every(project.fullPath))
    const { token, ...rest } = JSON.parse(answer.body)
    expect(rest).toEqual({ access_token: token, expires_in: 300 })
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json',
      'x-content-type-options': 'nosniff',
    })
  })

  test('to log in asks for nothing, whatever else docker says', async () => {
    const { credentials } = await withScopes('read_registry')
    const more = `&account=${encodeURIComponent(credentials.username)}&client_id=docker&offline_token=true`
    const answer = await ask(ticketUrl() + more, { headers: [basic(credentials)] })
    expect(answer.status).toBe(200)
    expect(openedBy(answer)).toEqual([])
    expect(answer.body).not.toContain('refresh')
  })

  test('notes that the token was used', async () => {
    const { credentials, token } = await withScopes('read_registry')
    await askTicket(credentials)
    await flushUses()
    const [row] = await sql`SELECT last_used_at IS NOT NULL AS used FROM deploy_tokens WHERE id = ${token.id}`
    expect(row).toEqual({ used: true })
  })
})

describe('deploy tokens', () => {
  test.each<[string, Scope[], string[]]>([
    ['read_registry', ['read_registry'], ['pull']],
    ['write_registry', ['write_registry'], ['push']],
    ['both', ['read_registry', 'write_registry'], ['pull,push']],
    [
      'both and all others',
      ['read_repository', 'read_registry', 'write_registry', 'write_package_registry'],
      ['pull,push'],
    ],
  ])('C03: with %s get what its scopes are for, and never delete', async (_, scopes, actions) => {
    const { credentials } = await withScopes(...scopes)
    const wish = `repository:${project.fullPath}:pull,push,delete,*`
    const expected = actions.map((granted) => `${project.fullPath}:${granted}`)
    expect(openedBy(await askTicket(credentials, wish))).toEqual(expected)
  })

  test('get nothing for any action or for deleting', async () => {
    const { credentials } = await withScopes('read_registry', 'write_registry')
    for (const actions of ['*', 'delete', 'delete,*'])
      expect(openedBy(await askTicket(credentials, `repository:${project.fullPath}:${actions}`))).toEqual([])
  })

  test('without a scope of the registry are let in and refused, with those of packages alone they are not let in', async () => {
    const repository = await withScopes('read_repository')
    for (const scopes of [[], [every(project.fullPath)]]) {
      const answer = await askTicket(repository.credentials, ...scopes)
      expect([answer.status, JSON.parse(answer.body)]).toEqual([403, forbidden])
    }
    const packages = await withScopes('read_package_registry', 'write_package_registry')
    const answer = await askTicket(packages.credentials, every(project.fullPath))
    expect(answer.status).toBe(401)
    expect(answer.headers['www-authenticate']).toBe(basicScheme)
    expect(JSON.parse(answer.body).errors).toEqual([
      {
        code: 'UNAUTHORIZED',
        message: `${deniedText} The deploy token "${packages.token.name}" lacks the scopes read_registry and write_registry.`,
      },
    ])
  })

  test('of a group reach what is below it, a project out of reach and none at all are left out alike', async () => {
    const { credentials } = await makeToken(group, { scopes: ['read_registry'] })
    const missing = `${group.fullPath}/${unique('no')}`
    const scopes = [project.fullPath, elsewhere.fullPath, missing, open.fullPath].map(every)
    expect(openedBy(await askTicket(credentials, ...scopes))).toEqual([
      `${project.fullPath}:pull`,
      `${open.fullPath}:pull`,
    ])
    const hidden = await askTicket(credentials, every(elsewhere.fullPath))
    const none = await askTicket(credentials, every(missing))
    expect([hidden.status, openedBy(hidden)]).toEqual([none.status, openedBy(none)])
  })

  test('gain nothing from a public project that they do not reach', async () => {
    const { credentials } = await withScopes('read_registry')
    expect(openedBy(await askTicket(credentials, every(open.fullPath)))).toEqual([])
  })
})

describe('people', () => {
  test.each<[string, PersonalScope[], string]>([
    ['api', ['api'], 'pull,push,delete'],
    ['read_registry', ['read_registry'], 'pull'],
    ['write_registry', ['write_registry'], 'push'],
    ['both', ['read_registry', 'write_registry'], 'pull,push'],
  ])(
    'with a personal access token for %s get what it is for, under any user name',
    async (_, scopes, actions) => {
      const owner = await makeMember(project, 'Owner')
      const { password: value } = await credentialsOf(owner, scopes)
      for (const username of [owner.username, 'oauth2', 'anybody']) {
        const answer = await askTicket({ username, password: value }, every(project.fullPath))
        expect(openedBy(answer)).toEqual([`${project.fullPath}:${actions}`])
      }
      const any = await askTicket({ username: 'x', password: value }, `repository:${project.fullPath}:*`)
      expect(openedBy(any)).toEqual([`${project.fullPath}:${actions}`])
    },
  )

  test.each<[string, string[]]>([
    ['Guest', []],
    ['Planner', []],
    ['Reporter', ['pull']],
    ['Developer', ['pull,push']],
    ['Maintainer', ['pull,push,delete']],
    ['Owner', ['pull,push,delete']],
  ] as const)('get by the role of a %s', async (role, actions) => {
    const credentials = await credentialsOf(await makeMember(group, role as 'Guest'))
    const expected = actions.map((granted) => `${project.fullPath}:${granted}`)
    expect(openedBy(await askTicket(credentials, every(project.fullPath)))).toEqual(expected)
    expect(openedBy(await askTicket(credentials, `repository:${project.fullPath}:*`))).toEqual(expected)
  })

  test.each<[PersonalScope]>([['read_api'], ['read_user'], ['read_repository'], ['write_repository']])(
    'A26: with a token for %s alone are let in and refused',
    async (scope) => {
      const answer = await askTicket(await credentialsOf(await makeMember(project, 'Owner'), [scope]))
      expect([answer.status, JSON.parse(answer.body)]).toEqual([403, forbidden])
    },
  )

  test('are told that a password opens nothing, right or wrong, alike and without looking at it', async () => {
    const { username } = await makeMember(project, 'Owner')
    const answers: MachineAnswer[] = []
    for (const given of [password, 'wrong']) {
      const credentials = { username, password: given }
      const statements = await statementsOf(async () => {
        answers.push(await askTicket(credentials, every(project.fullPath)))
      })
      expect(statements.map(({ text }) => text).join()).not.toContain('password_digest')
    }
    expect(answers[0]).toEqual(answers[1])
    expect([answers[0]?.status, JSON.parse(answers[0]?.body ?? '')]).toEqual([401, unauthorized])
  })

  test('A32: who tries passwords is counted, and is refused in the end, while a token goes on', async () => {
    const address = uniqueAddress()
    const user = await makeMember(project, 'Owner')
    const { credentials } = await makePersonalToken(user)
    const attempt = (sent: { username: string; password: string }) =>
      ask(ticketUrl(), { headers: [basic(sent)], address })
    for (let i = 0; i < 31; i++) await attempt({ username: user.username, password })
    const blocked = await attempt({ username: user.username, password })
    expect([blocked.status, JSON.parse(blocked.body).errors[0].code]).toEqual([429, 'TOOMANYREQUESTS'])
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0)
    expect((await attempt(credentials)).status).toBe(200)
    expect((await attempt({ username: user.username, password })).status).toBe(429)
  })
})

describe('nobody', () => {
  test('pulls from a public project, also where more was asked for', async () => {
    for (const actions of ['pull', 'pull,push', 'pull,push,delete,*']) {
      const answer = await askTicket(undefined, `repository:${open.fullPath}/below/it:${actions}`)
      expect(openedBy(answer)).toEqual([`${open.fullPath}/below/it:pull`])
    }
  })

  test.each<[string, () => string[]]>([
    ['nothing', () => []],
    ['a private project', () => [every(project.fullPath)]],
    ['a project that is not there', () => [every(`${group.fullPath}/nothing`)]],
    ['to push', () => [`repository:${open.fullPath}:push`]],
    ['any action', () => [`repository:${open.fullPath}:*`]],
    ['the catalogue', () => ['registry:catalog:*']],
    ['nonsense', () => ['::', 'foo:bar', 'repository(x):']],
  ])('SV-050: is refused when asking for %s', async (_, scopes) => {
    const answer = await askTicket(undefined, ...scopes())
    expect([answer.status, JSON.parse(answer.body)]).toEqual([403, forbidden])
    expect(answer.headers['www-authenticate']).toBeUndefined()
  })
})

describe('scopes', () => {
  test('a hundred in one request are decided by as many queries as one', async () => {
    const { credentials } = await makeToken(group, { scopes: ['read_registry'] })
    const statements = async (scopes: string[]) =>
      (await statementsOf(async () => expect((await askTicket(credentials, ...scopes)).status).toBe(200)))
        .length
    const hundred = Array.from({ length: 100 }, (_, i) => `repository:${project.fullPath}/image${i}:pull`)
    expect(await statements(hundred)).toBe(await statements(hundred.slice(0, 1)))
    expect(openedBy(await askTicket(credentials, ...hundred))).toHaveLength(100)
    expect(openedBy(await askTicket(credentials, hundred.join(' ')))).toHaveLength(100)
  })

  test('SV-064: of 101 none is read', async () => {
    const { credentials } = await withScopes('read_registry')
    const answer = await askTicket(credentials, ...Array<string>(101).fill(every(project.fullPath)))
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      400,
      { errors: [{ code: 'UNSUPPORTED', message: 'A ticket is for at most 100 scopes.' }] },
    ])
  })

  test('SV-065: an image belongs to the project on its way, at most two segments above', async () => {
    const { credentials } = await withScopes('read_registry')
    const wish = (below: string) => askTicket(credentials, `repository:${project.fullPath}${below}:pull`)
    for (const below of ['', '/a', '/a/b']) expect(openedBy(await wish(below))).toHaveLength(1)
    for (const below of ['/a/b/c', 'x', '/', '/a//b']) expect(openedBy(await wish(below))).toEqual([])
  })
})

describe('C02: the service', () => {
  test.each([
    '',
    'service=',
    'service=dependency_proxy',
    'service=CONTAINER_REGISTRY',
    'Service=container_registry',
  ])('has to be ours: %j is not there', async (query) => {
    const { credentials } = await withScopes('read_registry')
    const answer = await ask(`/jwt/auth?${query}`, { headers: [basic(credentials)] })
    expect([answer.status, answer.body]).toEqual([404, ''])
  })

  test('is one', async () => {
    const answer = await ask(`${ticketUrl()}&service=container_registry`)
    expect([answer.status, JSON.parse(answer.body).errors[0].message]).toEqual([
      400,
      'More than one service.',
    ])
  })
})

describe('a registry that is switched off', () => {
  test('in the instance is not there for anybody who is let in', async () => {
    const { credentials } = await withScopes('read_registry')
    await sql`INSERT INTO settings (key, value) VALUES ('disabled_features', '["container_registry"]')`
    onTestFinished(async () => void (await sql`DELETE FROM settings WHERE key = 'disabled_features'`))
    for (const sent of [credentials, undefined]) {
      const answer = await askTicket(sent, every(open.fullPath))
      expect([answer.status, JSON.parse(answer.body)]).toEqual([
        404,
        { errors: [{ code: 'UNAVAILABLE', message: 'registry not enabled' }], http_status: 404 },
      ])
    }
  })

  test('in the project or a group above it opens nothing, to an owner neither', async () => {
    const above = await makeGroup()
    const place = await makeProject(above, { visibility: 'public' })
    const owner = await credentialsOf(await makeMember(above, 'Owner'))
    const token = (await makeToken(above, { scopes: ['read_registry', 'write_registry'] })).credentials
    const wish = `repository:${place.fullPath}:pull,push,delete,*`
    const expectNothing = async () => {
      for (const credentials of [owner, token])
        expect(openedBy(await askTicket(credentials, wish))).toEqual([])
      expect((await askTicket(undefined, wish)).status).toBe(403)
    }
    await sql`UPDATE projects SET disabled_features = '{container_registry}' WHERE id = ${place.id}`
    await expectNothing()
    await sql`UPDATE projects SET disabled_features = '{}' WHERE id = ${place.id}`
    expect(openedBy(await askTicket(owner, wish))).toHaveLength(1)
    await sql`UPDATE groups SET disabled_features = '{container_registry}' WHERE id = ${above.id}`
    await expectNothing()
  })

  test('an archived project is pulled from, and no more', async () => {
    const place = await makeProject(group)
    const owner = await credentialsOf(await makeMember(place, 'Owner'))
    await sql`UPDATE projects SET archived_at = now() WHERE id = ${place.id}`
    expect(openedBy(await askTicket(owner, `repository:${place.fullPath}:*`))).toEqual([
      `${place.fullPath}:pull`,
    ])
  })
})

describe('credentials that are none', () => {
  const encoded = (text: string | Buffer) => `Basic ${Buffer.from(text).toString('base64')}`
  let good: MadeToken
  beforeAll(async () => {
    good = await withScopes('read_registry')
  })
  const change = (value: string) => value.slice(0, 20) + (value[20] === 'a' ? 'b' : 'a') + value.slice(21)

  test.each<[string, (username: string, value: string) => string]>([
    ['A01 nothing', () => ''],
    ['A01 the scheme alone', () => 'Basic'],
    ['A01 the scheme and a space', () => 'Basic '],
    ['A02 no base64', () => 'Basic !!!'],
    ['A02 base64 for URLs', (u, v) => `Basic ${Buffer.from(`${u}:${v}>>>???`).toString('base64url')}`],
    ['A03 no colon', (u, v) => encoded(u + v)],
    ['A03 two colons', (u, v) => encoded(`${u}::${v}`)],
    ['A04 a megabyte', () => encoded('x'.repeat(1_000_000))],
    ['A04 bytes that are no text', () => encoded(Buffer.from([0xff, 0x3a, 0xff]))],
    ['A04 a NUL', (u, v) => encoded(`${u}\0:${v}`)],
    ['A08 Token', (_, v) => `Token ${v}`],
    ['A08 Digest', (u) => `Digest username="${u}"`],
    ['A08 Negotiate', (_, v) => `Negotiate ${v}`],
    ['A09 Bearer with its value', (_, v) => `Bearer ${v}`],
    ['A09 Bearer with what cannot be decoded', () => 'Bearer %E0%A4%A'],
    ['A09 Bearer with two words', () => 'Bearer a b'],
    ['A09 Bearer alone', () => 'Bearer'],
    ['A10 another user name', (_, v) => encoded(`somebody:${v}`)],
    ['A11 no user name', (_, v) => encoded(`:${v}`)],
    ['A12 the user name in upper case', (u, v) => encoded(`${u.toUpperCase()}:${v}`)],
    ['A12 a space after the user name', (u, v) => encoded(`${u} :${v}`)],
    ['A13 the value as user name', (_, v) => encoded(`${v}:x-oauth-basic`)],
    ['A14 one character changed', (u, v) => encoded(`${u}:${change(v)}`)],
    ['A16 the prefix of another kind', (u, v) => encoded(`${u}:${v.replace('gldt', 'glpat')}`)],
    ['A17 a line feed after the value', (u, v) => encoded(`${u}:${v}\n`)],
    ['A18 the value in lower case', (u, v) => encoded(`${u}:${v.toLowerCase()}`)],
    ['A19 ten megabytes', (u, v) => encoded(`${u}:${v}${'x'.repeat(10_000_000)}`)],
    ['A31 something else that is signed', () => 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x'],
  ])('%s', async (_, header) => {
    const { username, password: value } = good.credentials
    const answer = await ask(ticketUrl(every(project.fullPath)), {
      headers: [['Authorization', header(username, value)]],
    })
    expect([answer.status, JSON.parse(answer.body)]).toEqual([401, unauthorized])
    expect(answer.headers['www-authenticate']).toBe(basicScheme)
    expect(answer.body).not.toContain(value)
  })

  test('never become nobody, where nobody may pull', async () => {
    const answer = await askTicket({ username: 'x', password: 'y' }, every(open.fullPath))
    expect(answer.status).toBe(401)
  })

  test('A02, A08: without padding, and the scheme in any case, are good', async () => {
    const { username, password: value } = (await withScopes('read_registry')).credentials
    const text = encoded(`${username}:${value}`)
    for (const header of [text.replace(/=+$/, ''), text.replace('Basic', 'bAsIC')])
      expect((await ask(ticketUrl(), { headers: [['Authorization', header]] })).status).toBe(200)
  })

  test('A05: two headers are refused, whoever they are', async () => {
    const { credentials } = await withScopes('read_registry')
    const headers = [basic(credentials), basic(credentials)]
    expect((await ask(ticketUrl(), { headers })).status).toBe(400)
  })

  test('A21, A22: a genuine token that is over says so, after the sentence of all', async () => {
    const wish = { scopes: ['read_registry' as const] }
    const revoked = await makeRevokedToken(project, wish)
    const expired = await makeExpiredToken(project, wish)
    for (const [{ credentials, token }, word] of [
      [revoked, 'was revoked'],
      [expired, 'expired'],
    ] as const) {
      const answer = await askTicket(credentials, every(project.fullPath))
      expect(answer.status).toBe(401)
      expect(JSON.parse(answer.body).errors[0].message).toContain(
        `${deniedText} The deploy token "${token.name}" ${word} at 20`,
      )
    }
  })

  test('A23, A24: of a deleted project and of a blocked user', async () => {
    const place = await makeProject(group)
    const { credentials } = await makeToken(place, { scopes: ['read_registry'] })
    const user = await makeMember(project, 'Owner')
    const personal = await credentialsOf(user)
    await sql`DELETE FROM projects WHERE id = ${place.id}`
    await sql`UPDATE users SET blocked_at = now() WHERE id = ${user.id}`
    for (const sent of [credentials, personal]) {
      const answer = await askTicket(sent)
      expect([answer.status, JSON.parse(answer.body)]).toEqual([401, unauthorized])
    }
  })

  test.each(['private_token', 'access_token', 'job_token'])(
    'A28: %s is not taken from the URL',
    async (name) => {
      const { secret } = await makePersonalToken(await makeUser())
      const answer = await ask(`${ticketUrl()}&${name}=${secret}`)
      expect(answer.status).toBe(400)
      expect(answer.body).not.toContain(secret)
    },
  )
})

describe('by POST', () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  function post(body: MachineRequest['body'], headers: Record<string, string> = form) {
    return ask('/jwt/auth', { method: 'POST', headers: Object.entries(headers), body })
  }
  const fields = (more: Record<string, string>) =>
    new URLSearchParams({
      grant_type: 'password',
      service: 'container_registry',
      client_id: 'containerd-client',
      access_type: 'offline',
      ...more,
    }).toString()

  test('containerd’s request is answered as the same by GET, and says what was granted', async () => {
    const { credentials } = await withScopes('read_registry', 'write_registry')
    const scope = `${every(project.fullPath)} ${every(elsewhere.fullPath)}`
    const answer = await post(fields({ ...credentials, scope }))
    const { token, ...rest } = JSON.parse(answer.body)
    expect(openedBy(answer)).toEqual([`${project.fullPath}:pull,push`])
    expect(rest).toEqual({
      access_token: token,
      expires_in: 300,
      token_type: 'Bearer',
      scope: `repository:${project.fullPath}:pull,push`,
    })
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store'])
  })

  test('opens to a personal access token, and not to a password', async () => {
    const owner = await makeMember(project, 'Owner')
    const personal = await post(fields({ ...(await credentialsOf(owner)), scope: every(project.fullPath) }))
    expect(openedBy(personal)).toEqual([`${project.fullPath}:pull,push,delete`])
    const answer = await post(fields({ username: owner.username, password }))
    expect([answer.status, JSON.parse(answer.body)]).toEqual([401, unauthorized])
  })

  test.each<[string, string, string]>([
    ['no grant type', 'service=container_registry', 'invalid_request'],
    ['nothing', '', 'invalid_request'],
    ['a refresh token', 'grant_type=refresh_token&refresh_token=junk', 'unsupported_grant_type'],
    ['a code', 'grant_type=authorization_code&code=x', 'unsupported_grant_type'],
    ['client credentials', 'grant_type=client_credentials', 'unsupported_grant_type'],
    ['an empty grant type', 'grant_type=', 'unsupported_grant_type'],
    ['PASSWORD', 'grant_type=PASSWORD&username=a&password=b', 'unsupported_grant_type'],
    ['no user name', 'grant_type=password&password=b', 'invalid_request'],
    ['no password', 'grant_type=password&username=a', 'invalid_request'],
    ['two user names', 'grant_type=password&username=a&username=b&password=c', 'invalid_request'],
    ['two passwords', 'grant_type=password&username=a&password=b&password=c', 'invalid_request'],
    ['two grant types', 'grant_type=password&grant_type=password&username=a&password=b', 'invalid_request'],
  ])('C06, C07: %s is a bad request', async (_, body, error) => {
    const answer = await post(`${body}&service=container_registry`)
    expect([answer.status, JSON.parse(answer.body).error]).toEqual([400, error])
    expect(answer.body).not.toContain('junk')
  })

  test('credentials in the form and in a header are one too many', async () => {
    const { credentials } = await withScopes('read_registry')
    const answer = await post(fields(credentials), { ...form, ...Object.fromEntries([basic(credentials)]) })
    expect([answer.status, JSON.parse(answer.body).error]).toEqual([400, 'invalid_request'])
  })

  test.each(['', 'application/json', 'multipart/form-data; boundary=x', 'text/plain'])(
    'a body that is %j is not read',
    async (type) => {
      const answer = await post(JSON.stringify({ grant_type: 'password' }), { 'Content-Type': type })
      expect(answer.status).toBe(415)
    },
  )

  test('a body of more than 8 KiB is not read to its end, whether or not it says so', async () => {
    const long = fields({ username: 'a', password: 'x'.repeat(8192) })
    expect((await post(long, { ...form, 'Content-Length': String(long.length) })).status).toBe(413)
    let pulls = 0
    const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => {
        pulls++
        controller.enqueue(new Uint8Array(1024).fill(97))
      },
    })
    expect((await post(endless)).status).toBe(413)
    expect(pulls).toBeLessThan(20)
  })

  test('another service is not there, two are one too many', async () => {
    const { credentials } = await withScopes('read_registry')
    const other = await post(fields({ ...credentials, service: 'dependency_proxy' }))
    expect([other.status, other.body]).toEqual([404, ''])
    expect((await post(`${fields(credentials)}&service=container_registry`)).status).toBe(400)
  })
})

describe('other methods', () => {
  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is none of this door', async (method) => {
    const answer = await ask(ticketUrl(), { method })
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD, POST'])
    expect(JSON.parse(answer.body).errors[0].code).toBe('UNSUPPORTED')
  })

  test('HEAD is GET without a body', async () => {
    const { credentials } = await withScopes('read_registry')
    const answer = await ask(ticketUrl(), { method: 'HEAD', headers: [basic(credentials)] })
    expect([answer.status, answer.body]).toEqual([200, ''])
  })
})
