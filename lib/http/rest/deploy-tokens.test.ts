import { beforeAll, describe, expect, test } from 'vitest'
import { type ApiRequest, askApi } from '@/e2e/support/api-request'
import {
  administrator,
  makeExpiredToken,
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeRevokedToken,
  makeToken,
  makeUser,
  sql,
  statementsOf,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { scopeNames } from '@/lib/domain/scope'
import { authenticate } from '@/lib/services/access/authenticate'

// GitLab's deploy tokens API: what it takes, what it answers, and what it refuses.

const fields =
  'created_at creator expired expires_at group_id id last_used_at name project_id revoked revoked_at scopes username'.split(
    ' ',
  )

let group: Group
let project: Project
let maintainer: UserActor
let token: string

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  maintainer = await makeMember(group, 'Maintainer')
  token = (await makePersonalToken(maintainer)).secret
})

/** The addresses of the tokens of a project and of a group. */
const holders = [
  ['project', () => `/projects/${project.id}/deploy_tokens`],
  ['group', () => `/groups/${group.id}/deploy_tokens`],
] as const

const good = { name: 'ci', scopes: ['read_repository'] }

function create(json: unknown, request: ApiRequest = {}) {
  return askApi(`/projects/${project.id}/deploy_tokens`, { method: 'POST', token, json, ...request })
}

/** A creation as a form. */
function createByForm(form: string, type = 'application/x-www-form-urlencoded') {
  return create(undefined, { body: form, headers: [['Content-Type', type]] })
}

const countTokens = async () => (await sql<{ n: number }>`SELECT count(*)::int AS n FROM deploy_tokens`)[0]?.n

describe.each(holders)('the deploy tokens of a %s', (kind, path) => {
  test('are created with a value that works, which no later answer holds', async () => {
    const made = await askApi(path(), { method: 'POST', token, json: good })
    expect(made.status).toBe(201)
    const { token: secret, ...rest } = made.body as Record<string, unknown>
    expect(Object.keys(rest).sort()).toEqual(fields)
    expect(rest).toMatchObject({
      name: 'ci',
      username: `gitlab+deploy-token-${rest.id}`,
      expires_at: null,
      scopes: ['read_repository'],
      revoked: false,
      expired: false,
      creator: { id: maintainer.id, name: maintainer.name, username: maintainer.username },
      [`${kind}_id`]: kind === 'project' ? project.id : group.id,
    })
    const credentials = { username: String(rest.username), password: String(secret) }
    expect(await authenticate(credentials, uniqueAddress())).toMatchObject({ id: rest.id })
    // R38
    const one = await askApi(`${path()}/${rest.id}`, { token })
    expect(one.body).toEqual(rest)
    const all = await askApi(`${path()}?per_page=100`, { token })
    expect(all.body).toContainEqual(rest)
    expect(JSON.stringify([one, all])).not.toContain(String(secret).slice(5))
  })

  test('R19, R20: are deleted once, whatever stands in the body or query, and are gone', async () => {
    const place = kind === 'project' ? project : group
    const [{ token: doomed }, { token: other }] = [await makeToken(place), await makeToken(place)]
    const at = `${path()}/${doomed.id}?id=${other.id}&token_id=${other.id}`
    const answer = await askApi(at, { method: 'DELETE', token, json: { token_id: other.id } })
    expect(answer).toMatchObject({ status: 204, body: undefined })
    expect(await askApi(at, { method: 'DELETE', token })).toMatchObject({
      status: 404,
      body: { message: '404 Not found' },
    })
    expect((await askApi(`${path()}/${doomed.id}`, { token })).status).toBe(404)
    expect((await askApi(`${path()}/${other.id}`, { token })).status).toBe(200)
    const ids = (await askApi(`${path()}?per_page=100`, { token })).body as { id: number }[]
    expect(ids.map(({ id }) => id)).not.toContain(doomed.id)
  })

  test('are listed dead or alive, and with active=true alive', async () => {
    const place = kind === 'project' ? project : group
    const [live, dead, over] = [
      await makeToken(place),
      await makeRevokedToken(place),
      await makeExpiredToken(place),
    ]
    const states = async (query: string) => {
      const { body } = await askApi(`${path()}?per_page=100${query}`, { token })
      const shown = body as { id: number; revoked: boolean; expired: boolean }[]
      return [live, dead, over].map(({ token: { id } }) => {
        const found = shown.find((one) => one.id === id)
        return found && [found.revoked, found.expired]
      })
    }
    const all = [
      [false, false],
      [true, false],
      [false, true],
    ]
    expect(await states('')).toEqual(all)
    expect(await states('&active=false')).toEqual(all)
    for (const yes of ['true', 'True', 'TRUE', '1', 't', 'yes', 'on'])
      expect(await states(`&active=${yes}`), yes).toEqual([[false, false], undefined, undefined])
  })

  test('Q14, Q15, Q12, R41: of another holder, or of no such number, are not there', async () => {
    const sibling = await makeProject(group)
    const { token: foreign } = await makeToken(kind === 'project' ? sibling : await makeGroup(group))
    const { token: above } = await makeToken(kind === 'project' ? group : project)
    for (const id of [foreign.id, above.id, 0, 2147483647, 2147483648, '9'.repeat(19), '9'.repeat(400)]) {
      for (const method of ['GET', 'DELETE']) {
        const answer = await askApi(`${path()}/${id}`, { method, token })
        expect([id, answer.status, answer.body]).toEqual([id, 404, { message: '404 Not found' }])
      }
    }
    expect(await sql`SELECT 1 FROM deploy_tokens WHERE id IN (${foreign.id}, ${above.id})`).toHaveLength(2)
  })

  test.each(['abc', '1abc', '-1', '+1', '1.0', '1e1', '0x1', '01', '1%20', '%31%00', '١'])(
    'Q13, R40: a number of a token that is none: %s',
    async (id) => {
      const answer = await askApi(`${path()}/${encodeURI(id).replace('%2500', '%00').replace(/%25/g, '%')}`, {
        token,
      })
      expect(answer.status).toBe(400)
    },
  )

  test('R18: cannot be changed', async () => {
    const { token: made } = await makeToken(kind === 'project' ? project : group)
    for (const method of ['PUT', 'PATCH', 'POST']) {
      const answer = await askApi(`${path()}/${made.id}`, { method, token, json: { name: 'other' } })
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD, DELETE'])
    }
  })
})

describe('what a creation takes', () => {
  test.each([
    ['a list', { scopes: ['read_registry', 'read_repository'] }],
    ['a list with one twice', { scopes: ['read_repository', 'read_registry', 'read_repository'] }],
    ['one text with commas', { scopes: 'read_repository,read_registry' }],
    ['one text with commas and spaces', { scopes: ' read_registry , read_repository' }],
    ['a list under the name of a form', { 'scopes[]': ['read_repository', 'read_registry'] }],
    ['one text under the name of a form', { 'scopes[]': 'read_repository,read_registry' }],
  ])('scopes as %s, answered in their order', async (_, scopes) => {
    const { status, body } = await create({ name: 'ci', ...scopes })
    expect([status, (body as { scopes: string[] }).scopes]).toEqual([
      201,
      ['read_repository', 'read_registry'],
    ])
  })

  test('each scope alone, and all of them', async () => {
    for (const scopes of [...scopeNames.map((scope) => [scope]), scopeNames]) {
      expect((await create({ name: 'ci', scopes })).body).toMatchObject({ scopes })
    }
  })

  test.each([
    ['a form', 'name=ci&scopes[]=read_repository&scopes[]=read_registry&username=&expires_at='],
    ['a form, encoded', 'name=ci&scopes%5B%5D=read_repository&scopes%5B%5D=read_registry'],
    ['a form with commas', 'name=c%69&scopes=read_repository,read_registry'],
  ])('R10: %s', async (_, form) => {
    const { status, body } = await createByForm(form)
    expect([status, body]).toMatchObject([201, { name: 'ci', scopes: ['read_repository', 'read_registry'] }])
  })

  test('a form of several parts', async () => {
    const part = (name: string, value: string) =>
      `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    const body = `${part('name', 'ci')}${part('scopes[]', 'read_repository')}${part('scopes[]', 'read_registry')}--b--\r\n`
    const answer = await createByForm(body, 'multipart/form-data; boundary=b')
    expect(answer.body).toMatchObject({ scopes: ['read_repository', 'read_registry'] })
  })

  test.each([
    ['nothing', {}],
    ['null', { username: null, expires_at: null }],
    ['the empty text', { username: '', expires_at: '' }],
  ])('R11, R13: %s for the default user name and for no end', async (_, rest) => {
    const { body } = await create({ ...good, ...rest })
    const { id, username, expires_at } = body as Record<string, unknown>
    expect([username, expires_at]).toEqual([`gitlab+deploy-token-${id}`, null])
  })

  test.each([
    ['2099-01-01', '2099-01-01T00:00:00.000Z', false],
    ['2099-01-01T12:34:56Z', '2099-01-01T12:34:56.000Z', false],
    ['2099-01-01T00:00:00+02:00', '2098-12-31T22:00:00.000Z', false],
    ['2021-01-01', '2021-01-01T00:00:00.000Z', true],
    ['1000-01-01', '1000-01-01T00:00:00.000Z', true],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z', false],
  ])('R12: the end %s, past ones too, and tells the same instant', async (expires_at, instant, expired) => {
    const made = await create({ ...good, expires_at })
    expect(made.body).toMatchObject({ expires_at: instant, expired, revoked: false })
    const { id } = made.body as { id: number }
    expect((await askApi(`/projects/${project.id}/deploy_tokens/${id}`, { token })).body).toMatchObject({
      expires_at: instant,
      expired,
    })
  })

  test('R14, R15, R30: and passes over what it does not know', async () => {
    const { body } = await create({
      ...good,
      ...{
        id: 1,
        revoked: true,
        token: 'chosen',
        deploy_token_type: 1,
        creator_id: 1,
        project_id: 1,
        digest: 'x',
      },
    })
    expect(body).toMatchObject({ revoked: false, project_id: project.id, creator: { id: maintainer.id } })
    expect((body as { token: string }).token).toMatch(/^gldt-[0-9A-Za-z]{36}$/)
    expect((body as { id: number }).id).not.toBe(1)
  })

  test('R03: of two equal keys the last', async () => {
    const { body } = await create(undefined, {
      body: '{"name":"first","name":"last","scopes":["read_repository"]}',
      headers: [['Content-Type', 'application/json']],
    })
    expect(body).toMatchObject({ name: 'last' })
  })

  test('R43: a hundred at once, each with a number and an event of its own', async () => {
    // what the tests before this one have made counts as made before this hour
    await sql`UPDATE deploy_tokens SET created_at = created_at - interval '2 hours' WHERE creator_id = ${maintainer.id}`
    const answers = await Promise.all(Array.from({ length: 100 }, () => create({ ...good, name: 'crowd' })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    const ids = answers.map(({ body }) => (body as { id: number }).id)
    expect(new Set(ids).size).toBe(100)
    const events =
      await sql`SELECT 1 FROM audit_events WHERE target_name = 'crowd' AND action = 'deploy_token_created'`
    expect(events).toHaveLength(100)
  })
})

describe('what a creation refuses, and nothing is made', () => {
  const error = (text: string) => ({ error: text })
  const message = (text: string) => ({ message: text })
  const nameIs = (what: string) => error(`name is ${what}`)
  const scopesAre = (what: string) => error(`scopes ${what}`)
  const noValue = scopesAre('does not have a valid value')

  test.each([
    ['nothing', {}, error('name is missing, scopes is missing')],
    ['no name', { scopes: ['read_repository'] }, nameIs('missing')],
    ['no scopes', { name: 'ci' }, scopesAre('is missing')],
    ['R05: a name null', { ...good, name: null }, nameIs('invalid')],
    ['R05: a name 1', { ...good, name: 1 }, nameIs('invalid')],
    ['R05: a name true', { ...good, name: true }, nameIs('invalid')],
    ['R05: a name []', { ...good, name: [] }, nameIs('invalid')],
    ['R05: a name {}', { ...good, name: {} }, nameIs('invalid')],
    ['an empty name', { ...good, name: ' ' }, message("Name can't be blank")],
    [
      'a long name',
      { ...good, name: 'x'.repeat(256) },
      message('Name is too long (maximum is 255 characters)'),
    ],
    ['R39: a name with a NUL', { ...good, name: 'a\0b' }, error('The body holds a NUL')],
    ['R06: scopes null', { ...good, scopes: null }, scopesAre('is invalid')],
    ['R06: scopes {}', { ...good, scopes: {} }, scopesAre('is invalid')],
    ['R06: scopes 1', { ...good, scopes: 1 }, scopesAre('is invalid')],
    ['R06: scopes [null]', { ...good, scopes: [null] }, noValue],
    ['R06: scopes [1]', { ...good, scopes: [1] }, noValue],
    ['R06: scopes in scopes', { ...good, scopes: [['read_repository']] }, noValue],
    ['R06: scopes []', { ...good, scopes: [] }, message("Scopes can't be blank")],
    ['R06: scopes as an empty text', { ...good, scopes: '' }, message("Scopes can't be blank")],
    ['R07: scopes of another kind of token', { ...good, scopes: ['read_repository', 'all_access'] }, noValue],
    ['R08: scopes in other letters', { ...good, scopes: ['READ_REPOSITORY'] }, noValue],
    ['R08: scopes with a space', { ...good, scopes: ['read_repository '] }, noValue],
    ['an inherited name for a scope', { ...good, scopes: ['constructor'] }, noValue],
    ['R09: 21 scopes', { ...good, scopes: Array(21).fill('read_repository') }, scopesAre('is invalid')],
    ['R12: an end that is none', { ...good, expires_at: 'foo' }, error('expires_at is invalid')],
    ['R12: an end in six digits', { ...good, expires_at: '212345-01-01' }, error('expires_at is invalid')],
    ['R12: an endless end', { ...good, expires_at: 'Infinity' }, error('expires_at is invalid')],
    ['R12: a number for an end', { ...good, expires_at: 1e12 }, error('expires_at is invalid')],
    [
      'R12: 10^400 for an end',
      { ...good, expires_at: `1${'0'.repeat(400)}` },
      error('expires_at is invalid'),
    ],
    ['the year 0', { ...good, expires_at: '0000-01-01' }, error('expires_at is invalid')],
    [
      'a user name with a space',
      { ...good, username: 'a b' },
      message("Username can contain only letters, digits, '_', '-', '+', and '.'"),
    ],
    ['a user name of another kind', { ...good, username: 7 }, error('username is invalid')],
    ['a reserved user name', { ...good, username: 'gitlab+deploy-token-1' }, message('Username is reserved')],
    ['two wrong things of two kinds', { ...good, name: '', scopes: ['x'] }, noValue],
    ['a list by number', { name: 'ci', 'scopes[0]': 'read_repository' }, scopesAre('is missing')],
  ])('%s', async (_, json, body) => {
    const before = await countTokens()
    expect(await create(json)).toMatchObject({ status: 400, body })
    expect(await countTokens()).toBe(before)
  })

  test.each([['scopes[0]=read_repository'], ['scopes[a]=read_repository'], ['scopes[][]=read_repository']])(
    'R10: a form with %s',
    async (form) => {
      expect(await createByForm(`name=ci&${form}`)).toMatchObject({
        status: 400,
        body: scopesAre('is missing'),
      })
    },
  )

  test('a file in place of a name', async () => {
    const body =
      '--b\r\nContent-Disposition: form-data; name="name"; filename="x"\r\n\r\nci\r\n--b\r\nContent-Disposition: form-data; name="scopes"\r\n\r\nread_repository\r\n--b--\r\n'
    expect(await createByForm(body, 'multipart/form-data; boundary=b')).toMatchObject({
      status: 400,
      body: nameIs('invalid'),
    })
  })

  test.each([
    ['null', 'null'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['a number', '1'],
    ['half an object', '{'],
    ['a comma too many', '{"name":"ci",}'],
    ['a comment', '{/* */"name":"ci"}'],
    ['single quotes', "{'name':'ci'}"],
    ['a byte order mark', '\ufeff{"name":"ci"}'],
    ['two documents', '{"name":"ci"}{"name":"ci"}'],
    ['half a character', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['ten thousand levels', `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['a hundred thousand keys', `{${Array.from({ length: 100_000 }, (_, i) => `"${i}":1`).join()}}`],
    ['a key of a megabyte', `{"${'k'.repeat(1_000_000)}":1}`],
    ['its prototype', '{"__proto__":{"name":"ci","scopes":["read_repository"]}}'],
  ])('R01, R02, R04: JSON that is %s', async (_, body) => {
    const before = await countTokens()
    const answer = await create(undefined, { body, headers: [['Content-Type', 'application/json']] })
    expect(answer.status).toBe(400)
    expect(await countTokens()).toBe(before)
  })

  test('R01: an empty body is one without parameters', async () => {
    for (const headers of [[], [['Content-Type', 'application/json']]] as [string, string][][]) {
      const answer = await create(undefined, { headers })
      expect(answer).toMatchObject({ status: 400, body: error('name is missing, scopes is missing') })
    }
  })
})

describe('who may', () => {
  test('Developers may not; they are told so, and nothing changes', async () => {
    const developer = await makeMember(group, 'Developer')
    const own = (await makePersonalToken(developer)).secret
    const { token: made } = await makeToken(project)
    const before = await countTokens()
    const asked: [string, ApiRequest][] = [
      ['', {}],
      [`/${made.id}`, {}],
      ['', { method: 'POST', json: good }],
      [`/${made.id}`, { method: 'DELETE' }],
    ]
    for (const [path, request] of asked) {
      const answer = await askApi(`/projects/${project.id}/deploy_tokens${path}`, { ...request, token: own })
      expect(answer).toMatchObject({ status: 403, body: { message: '403 Forbidden' } })
    }
    expect(await countTokens()).toBe(before)
  })

  test('R17: a place that is hidden and one that is not there are one answer, by number and by path', async () => {
    const outsider = (await makePersonalToken(await makeUser())).secret
    for (const asker of [outsider, undefined]) {
      for (const [word, place, missing] of [
        ['Project', project, 'not%2Fthere'],
        ['Group', group, 'not-there'],
      ] as const) {
        const names = [place.id, encodeURIComponent(place.fullPath), 2147483647, missing]
        const answers = await Promise.all(
          names.flatMap((name) =>
            [{}, { method: 'POST', json: good }].map((request) =>
              askApi(`/${word.toLowerCase()}s/${name}/deploy_tokens`, { ...request, token: asker }),
            ),
          ),
        )
        for (const answer of answers) expect(answer).toEqual(answers[0])
        expect(answers[0]).toMatchObject({ status: 404, body: { message: `404 ${word} Not Found` } })
      }
    }
  })

  test('R37: nobody is forbidden what everybody sees the place of', async () => {
    const open = await makeGroup(undefined, { visibility: 'public' })
    const openProject = await makeProject(open, { visibility: 'public' })
    for (const path of [`/projects/${openProject.id}`, `/groups/${encodeURIComponent(open.fullPath)}`]) {
      for (const request of [{}, { method: 'POST', json: good }]) {
        const answer = await askApi(`${path}/deploy_tokens`, request)
        expect(answer).toMatchObject({ status: 403, body: { message: '403 Forbidden' } })
      }
    }
  })

  test('R32: a token that only reads lists, and is told which scope it lacks for more', async () => {
    const reading = (await makePersonalToken(maintainer, { scopes: ['read_api'] })).secret
    const { token: made } = await makeToken(project)
    const path = `/projects/${project.id}/deploy_tokens`
    expect((await askApi(path, { token: reading })).status).toBe(200)
    expect((await askApi(`${path}/${made.id}`, { token: reading })).status).toBe(200)
    for (const [at, method] of [
      [path, 'POST'],
      [`${path}/${made.id}`, 'DELETE'],
    ] as const) {
      expect(await askApi(at, { method, token: reading, json: good })).toMatchObject({
        status: 403,
        body: {
          error: 'insufficient_scope',
          error_description: 'The request requires higher privileges than provided by the access token.',
          scope: 'api',
        },
      })
    }
    const other = (await makePersonalToken(maintainer, { scopes: ['read_user', 'write_repository'] })).secret
    expect(await askApi(path, { token: other })).toMatchObject({
      status: 403,
      body: { scope: 'api read_api' },
    })
  })

  test('R44: in an archived project no token is made, and each can be deleted', async () => {
    const archived = await makeProject(group)
    const { token: made } = await makeToken(archived)
    await sql`UPDATE projects SET archived_at = now() WHERE id = ${archived.id}`
    const path = `/projects/${archived.id}/deploy_tokens`
    expect((await askApi(path, { method: 'POST', token, json: good })).status).toBe(403)
    expect((await askApi(`${path}/${made.id}`, { method: 'DELETE', token })).status).toBe(204)
  })

  test('GET /deploy_tokens is for administrators: all tokens of all holders', async () => {
    const root = (await makePersonalToken(await administrator())).secret
    const { token: made } = await makeToken(await makeGroup())
    expect(await askApi('/deploy_tokens')).toMatchObject({
      status: 401,
      body: { message: '401 Unauthorized' },
    })
    expect(await askApi('/deploy_tokens', { token })).toMatchObject({
      status: 403,
      body: { message: '403 Forbidden' },
    })
    const all: unknown[] = []
    for (let page = 1; all.length % 100 === 0; page++) {
      const { body } = await askApi(`/deploy_tokens?per_page=100&page=${page}`, { token: root })
      all.push(...(body as unknown[]))
      if ((body as unknown[]).length === 0) break
    }
    expect(all).toContainEqual(expect.objectContaining({ id: made.id, group_id: made.holder.id }))
    expect(all).toHaveLength((await countTokens()) ?? -1)
  })
})

test('a page of a hundred tokens is three statements: who asks, what of, and the page with its total', async () => {
  const wide = await makeProject(group)
  const { token: made } = await makeToken(wide)
  await sql`
    INSERT INTO deploy_tokens (name, digest, scopes, project_id, request_key, creator_id, creator_name)
    SELECT 'n' || i, sha256(('rest ' || i)::bytea), scopes, project_id, gen_random_uuid(), creator_id, creator_name
    FROM deploy_tokens, generate_series(1, 149) i WHERE id = ${made.id}`
  const statements = await statementsOf(async () => {
    const { body, headers } = await askApi(`/projects/${wide.id}/deploy_tokens?per_page=100`, { token })
    expect(body).toHaveLength(100)
    expect(headers['x-total']).toBe('150')
  })
  expect(statements).toHaveLength(3)
})
