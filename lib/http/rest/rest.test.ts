import { once } from 'node:events'
import net from 'node:net'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { askApi } from '@/e2e/support/api-request'
import {
  administrator,
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeToken,
  sql,
} from '@/e2e/support/fixtures'
import { send } from '@/e2e/support/machine-request'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import type { Group, Project } from '@/lib/domain/project'
import { isMachinePath, machines } from '@/lib/http/app'
import { log } from '@/lib/log'
import { rest } from './rest'

// The door itself: its addresses, its bodies, its pages and its document.

let group: Group
let project: Project
let token: string

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  token = (await makePersonalToken(await makeMember(group, 'Maintainer'))).secret
})

describe('what is the API’s', () => {
  test.each([
    '/api/v4',
    '/api/v4/',
    '/api/v4/version',
    '/api/v4//',
    '/api/v4/../../etc/passwd',
    '/api/v4/%zz',
    '/api/v4/projects/acme%2Fweb.git/info/refs',
  ])('%s', (path) => expect(isMachinePath(path, '')).toBe(true))

  test.each([
    '/api/auth/session',
    '/api',
    '/api/v3/version',
    '/api/v4x',
    '/api/graphql',
    '/acme/api/v4/version',
  ])('and not %s', (path) => expect(isMachinePath(path, '')).toBe(false))
})

describe('an address that is none', () => {
  const nowhere = { status: 404, body: { error: '404 Not Found' } }

  test.each([
    '',
    '/',
    '/nothing',
    '/version/',
    '/version/x',
    '//version',
    '/../v4/version',
    '/./version',
    '/projects/../version',
    '/%76ersion',
    '/version;jsessionid=1',
    '/version.json',
  ])('R31, Q06: %s', async (path) => {
    expect(await askApi(path, { token })).toMatchObject(nowhere)
  })

  test.each(['/%zz', '/%', '/projects/%ff', '/projects/%c0%ae', '/projects/a%00b', '/projects?search=%00'])(
    'Q07, Q24: %s cannot be read',
    async (path) => expect(await askApi(path, { token })).toMatchObject({ status: 400 }),
  )
})

describe('the place in an address', () => {
  const missing = { status: 404, body: { message: '404 Project Not Found' } }

  test('Q01, Q09, Q36: is its number or its path, encoded once, in any case', async () => {
    const path = encodeURIComponent(project.fullPath)
    const spelled = project.fullPath.replace(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)
    for (const id of [
      project.id,
      path,
      path.replace('%2F', '%2f'),
      path.toUpperCase(),
      spelled.replace('/', '%2F'),
    ])
      expect(await askApi(`/projects/${id}`, { token })).toMatchObject({
        status: 200,
        body: { id: project.id },
      })
  })

  test.each([
    ['Q02: encoded twice', () => encodeURIComponent(encodeURIComponent(project.fullPath))],
    ['Q04: with a way up', () => `${group.fullPath}%2F..%2F${encodeURIComponent(project.fullPath)}`],
    ['Q05: a way up', () => '%2e%2e'],
    ['Q05: a way up and a parameter', () => '..;'],
    ['Q08: with .git', () => `${encodeURIComponent(project.fullPath)}.git`],
    ['Q11: with a backslash', () => project.fullPath.replace('/', '%5C')],
    ['Q16: long', () => 'a'.repeat(4096)],
    ['Q16: deep', () => Array(1000).fill('a').join('%2F')],
    ['Q17: a word of ours', () => '-'],
    ['Q19: with a new line', () => 'a%0d%0aSet-Cookie:x'],
    ['Q21: with a fragment', () => `${encodeURIComponent(project.fullPath)}%23`],
    ['Q12: 0', () => '0'],
    ['Q12: -1', () => '-1'],
    ['Q12: 1.0', () => `${project.id}.0`],
    ['Q12: with a zero before it', () => `0${project.id}`],
    ['Q12: with a sign', () => `%2B${project.id}`],
    ['Q12: with a space', () => `${project.id}%20`],
    ['Q12: 2^31', () => '2147483648'],
    ['Q12: its number beyond 2^32', () => String(2 ** 32 + project.id)],
    ['Q12: 2^63', () => '9223372036854775808'],
    ['Q12: 10^400', () => `1${'0'.repeat(400)}`],
    ['a group’s', () => encodeURIComponent(group.fullPath)],
  ])('is none %s', async (_, id) => {
    expect(await askApi(`/projects/${id()}`, { token })).toMatchObject(missing)
    expect(await askApi(`/projects/${id()}/deploy_tokens`, { token })).toMatchObject(missing)
  })

  test('Q03: is one segment', async () => {
    expect(await askApi(`/projects/${project.fullPath}`, { token })).toMatchObject({ status: 404 })
  })
})

describe('methods', () => {
  test('R27: HEAD is GET without a body', async () => {
    const path = `/api/v4/projects/${project.id}/deploy_tokens`
    const headers: [string, string][] = [['PRIVATE-TOKEN', token]]
    const [head, get] = [await send(path, { method: 'HEAD', headers }), await send(path, { headers })]
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(head.headers.get('x-total')).toBe(get.headers.get('x-total'))
    expect(await get.json()).toEqual([])
  })

  test('R27: OPTIONS allows no other origin anything', async () => {
    const headers: [string, string][] = [
      ['Origin', 'https://evil.example'],
      ['Access-Control-Request-Method', 'POST'],
    ]
    for (const method of ['OPTIONS', 'GET']) {
      const answer = await askApi(`/projects/${project.id}/deploy_tokens`, { method, headers, token })
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })

  test.each(['OPTIONS', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'X'.repeat(1024)])(
    'T16: %s is not one',
    async (method) => {
      const answer = await askApi(`/projects/${project.id}/deploy_tokens`, { method, token })
      expect([answer.status, answer.headers.allow, answer.body]).toEqual([
        405,
        'GET, HEAD, POST',
        { error: '405 Not Allowed' },
      ])
    },
  )

  test('T17: is the one that was sent', async () => {
    const { token: made } = await makeToken(project)
    await askApi(`/projects/${project.id}/deploy_tokens`, {
      method: 'POST',
      token,
      json: { _method: 'DELETE' },
      headers: [['X-HTTP-Method-Override', 'DELETE']],
    })
    expect(await sql`SELECT 1 FROM deploy_tokens WHERE id = ${made.id}`).toHaveLength(1)
  })
})

describe('every answer', () => {
  test('R28, R29: is JSON that nobody keeps or guesses at, whatever is accepted', async () => {
    for (const path of [
      '/version?callback=x',
      '/nothing',
      '/projects/0',
      '/projects?page=x',
      '/user',
      '/%zz',
    ]) {
      for (const asker of [token, undefined, 'wrong']) {
        const { headers } = await askApi(path, { token: asker, headers: [['Accept', 'text/html']] })
        expect(headers).toMatchObject({
          'content-type': 'application/json',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        })
        expect(headers).not.toHaveProperty('set-cookie')
      }
    }
  })
})

describe('a body', () => {
  const path = () => `/projects/${project.id}/deploy_tokens`
  const good = JSON.stringify({ name: 'ci', scopes: ['read_repository'] })
  const ask = (type: string, headers: [string, string][] = [], body: BodyInit = good) =>
    askApi(path(), {
      method: 'POST',
      token,
      body,
      headers: [['Content-Type', type], ...headers],
    })

  test.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
  ])('T18: of the type %s is read', async (type) => expect((await ask(type)).status).toBe(201))

  test.each([
    'application/xml',
    'text/plain',
    'text/json',
    'application/json; charset=utf-7',
    'application/json; charset=utf-16',
    'application/json, application/json',
    'application/json, text/plain',
    'application/jsonp',
    'constructor',
    ' ',
  ])('R42, T18: of the type %s is not', async (type) => {
    expect(await ask(type)).toMatchObject({
      status: 415,
      body: { error: 'The provided content-type is not supported' },
    })
  })

  test('T19: that is compressed is not', async () => {
    for (const encoding of ['gzip', 'gzip, gzip', 'br', 'x'])
      expect((await ask('application/json', [['Content-Encoding', encoding]])).status).toBe(415)
    expect((await ask('application/json', [['Content-Encoding', 'identity']])).status).toBe(201)
  })

  test('T06, T09: that does not end is waited for half a minute', async () => {
    let begin = () => {}
    const begun = new Promise<void>((resolve) => {
      begin = resolve
    })
    const endless = new ReadableStream({ pull: () => begin() }, { highWaterMark: 0 })
    onTestFinished(() => void vi.useRealTimers())
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const answer = ask('application/json', [], endless)
    await begun
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await answer).toMatchObject({ status: 408, headers: { connection: 'close' } })
  })

  test('is not looked at where none is wanted', async () => {
    const request = { token, headers: [['Content-Type', 'application/json']] as [string, string][] }
    expect((await askApi(path(), request)).status).toBe(200)
    const { token: made } = await makeToken(project)
    const deletion = { ...request, method: 'DELETE', body: '{not json' }
    expect((await askApi(`${path()}/${made.id}`, deletion)).status).toBe(204)
  })
})

test('SV-021: a token stands in no line of the log, wherever it was put', async () => {
  const server = await openMachineServer()
  const lines = vi.spyOn(log, 'info')
  onTestFinished(async () => {
    lines.mockRestore()
    await server.close()
  })
  const { secret } = await makeToken(project)
  const url = `http://${server.host}/api/v4/projects`
  const path = `/${project.id}/deploy_tokens`
  const type = { 'content-type': 'application/json', 'private-token': token }
  const requests: [string, RequestInit][] = [
    [`?private_token=${token}`, {}],
    [`?search=${secret}`, {}],
    [`/${secret}`, { headers: { 'private-token': token } }],
    ['', { headers: { 'private-token': secret, 'user-agent': secret } }],
    ['', { headers: { authorization: `Bearer ${token}x` } }],
    ['', { headers: { 'deploy-token': secret, 'job-token': token } }],
    [path, { method: 'POST', headers: type, body: JSON.stringify({ name: secret, scopes: [token] }) }],
    [path, { method: 'POST', headers: type, body: `{"name":"${secret}` }],
    [
      path,
      { method: 'POST', headers: type, body: JSON.stringify({ name: 'ci', scopes: ['read_registry'] }) },
    ],
  ]
  const made: string[] = [token, secret]
  for (const [target, request] of requests) {
    const body = await (await fetch(url + target, request)).text()
    made.push(/"token":"([^"]+)"/.exec(body)?.[1] ?? token)
  }
  await vi.waitFor(() => expect(lines).toHaveBeenCalledTimes(requests.length))
  const written = JSON.stringify(lines.mock.calls)
  expect(new Set(made).size).toBe(3)
  for (const value of made) expect(written).not.toContain(value.slice(8, 30))
})

describe('a long body, over a real connection', () => {
  let server: MachineServer
  beforeAll(async () => {
    server = await openMachineServer()
  })
  afterAll(() => server.close())

  const mebibyte = 1024 * 1024

  test.each([
    ['T02: that is announced', `Content-Length: ${10 * 1024 * mebibyte}`, 0],
    ['T01: one byte too long', `Content-Length: ${mebibyte + 1}`, 0],
    ['T01: that does not say how long', 'Transfer-Encoding: chunked', mebibyte + 1],
  ])('%s is refused unread, and the connection ends', async (_, length, bytes) => {
    const { status, text } = await post([length, `PRIVATE-TOKEN: ${token}`], bytes)
    expect(status).toBe(413)
    expect(text).toContain('{"message":"413 Request Entity Too Large"}')
    expect(text).toMatch(/^connection: close\r$/im)
  })

  test('T22: is not asked for where the token is no good', async () => {
    const expectation = ['Content-Length: 100', 'Expect: 100-continue']
    const refused = await post([...expectation, 'PRIVATE-TOKEN: wrong'], 0)
    expect(refused.status).toBe(401)
    expect(refused.text).not.toContain('100 Continue')
  })

  /** What the server says to a creation with these headers and a body of so many bytes, until it closes. */
  async function post(headers: string[], bytes: number): Promise<{ status: number; text: string }> {
    const [host = '', port] = server.host.split(':')
    const socket = net.connect(Number(port), host).setEncoding('latin1')
    const closed = once(socket, 'close')
    let text = ''
    socket.on('data', (data) => {
      text += data
    })
    socket.on('error', () => {})
    const first = `POST /api/v4/projects/${project.id}/deploy_tokens HTTP/1.1`
    socket.write(
      [first, 'Host: localhost', 'Content-Type: application/json', ...headers, '', ''].join('\r\n'),
    )
    if (bytes > 0) socket.write(`${bytes.toString(16)}\r\n${'x'.repeat(bytes)}\r\n`)
    await closed
    return { status: Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1]), text }
  }
})

describe('pages', () => {
  let path: string
  beforeAll(async () => {
    const wide = await makeProject(group)
    for (let i = 0; i < 45; i++) await makeToken(wide, { name: `token ${i}` })
    path = `/projects/${wide.id}/deploy_tokens`
  })
  const names = (body: unknown) => (body as { name: string }[]).map(({ name }) => name)
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `token ${from + i}`)

  test('are of twenty, with headers that say where one is and links that lead on', async () => {
    const { headers, body } = await askApi(`${path}?active=true&page=2`, { token })
    expect(names(body)).toEqual(numbers(20, 40))
    expect(headers).toMatchObject({
      'x-total': '45',
      'x-total-pages': '3',
      'x-page': '2',
      'x-per-page': '20',
      'x-next-page': '3',
      'x-prev-page': '1',
    })
    const link = (page: number, relation: string) =>
      `<http://localhost:3000/api/v4${path}?active=true&page=${page}&per_page=20>; rel="${relation}"`
    expect(headers.link).toBe(
      [link(1, 'prev'), link(3, 'next'), link(1, 'first'), link(3, 'last')].join(', '),
    )
  })

  test('each follow on the one before, to the last, without a gap', async () => {
    const seen: string[] = []
    let next: string | undefined = `${path}?per_page=7`
    while (next) {
      const answer = await askApi(next, { token })
      seen.push(...names(answer.body))
      next = /<http:\/\/localhost:3000\/api\/v4([^>]+)>; rel="next"/.exec(answer.headers.link ?? '')?.[1]
    }
    expect(seen).toEqual(numbers(0, 45))
  })

  test('R24: beyond the end are empty, and know the total', async () => {
    const { status, headers, body } = await askApi(`${path}?page=1000`, { token })
    expect([status, body]).toEqual([200, []])
    expect(headers).toMatchObject({ 'x-total': '45', 'x-page': '1000', 'x-next-page': '', 'x-prev-page': '' })
    expect(headers.link).not.toMatch(/next|prev/)
  })

  test('R23: of more than a hundred are of a hundred', async () => {
    for (const size of ['101', '1000', '999999999999', '9'.repeat(400)]) {
      const { headers, body } = await askApi(`${path}?per_page=${size}`, { token })
      expect([headers['x-per-page'], names(body).length]).toEqual(['100', 45])
    }
  })

  test.each(['0', '-1', '1e1', '1.5', 'abc', '', ' 1', '0x1', '01', '٣', "1'--", 'NaN'])(
    'R23: are not of or at %s',
    async (value) => {
      for (const name of ['page', 'per_page']) {
        expect(await askApi(`${path}?${name}=${encodeURIComponent(value)}`, { token })).toMatchObject({
          status: 400,
          body: { error: `${name} does not have a valid value` },
        })
      }
    },
  )

  test('R23: are not at a thousand million', async () => {
    expect((await askApi(`${path}?page=1000000000`, { token })).status).toBe(400)
  })

  test.each(['maybe', '2', '', 'null', 'truetrue', ' true'])('R22: active=%s is no answer', async (value) => {
    expect(await askApi(`${path}?active=${encodeURIComponent(value)}`, { token })).toMatchObject({
      status: 400,
      body: { error: 'active does not have a valid value' },
    })
  })

  test('Q20: of two values of one name the last counts', async () => {
    const { headers } = await askApi(`${path}?per_page=x&per_page=5`, { token })
    expect(headers['x-per-page']).toBe('5')
  })

  test('keep what else was asked in their links, where it can end no link', async () => {
    const search = encodeURIComponent('a>; rel="next", <https://evil.example')
    const { headers } = await askApi(`/projects?search=${search}&order_by=id`, { token })
    const links = (headers.link ?? '').split(', ')
    expect(links).toHaveLength(2)
    for (const link of links) {
      expect(link).toMatch(
        /^<http:\/\/localhost:3000\/api\/v4\/projects\?search=[^<>" ]+&order_by=id&page=1&per_page=20>; rel="(first|last)"$/,
      )
    }
  })
})

describe('whatever is asked, it is never our fault', () => {
  const segments = [
    '%2e%2e',
    '0',
    '-1',
    '9'.repeat(400),
    '%F0%9F%92%A9',
    '%ED%A0%80',
    'constructor',
    '__proto__',
  ]
  const values = [...segments, '', "'", '%25', '1e400', '%E2%80%AE', 'a'.repeat(300)]
  let root: string
  beforeAll(async () => {
    root = (await makePersonalToken(await administrator())).secret
  })

  test.each(routes())('%s %s', async (method, path, names) => {
    const of = path.startsWith('/groups') ? group.id : project.id
    const plain = path.replace('{id}', String(of)).replace('{token_id}', '1')
    const targets = [
      ...segments.map((segment) => path.replace(/\{\w+\}/g, segment)),
      ...segments.map((segment) => path.replace('{id}', String(of)).replace(/\{\w+\}/g, segment)),
      ...values.flatMap((value) => names.map((name) => `${plain}?${name}=${value}`)),
    ]
    for (const target of new Set(targets)) {
      const { status } = await askApi(target, { method, token: root })
      expect([target, status]).toEqual([target, expect.toSatisfy((answered: number) => answered < 500)])
    }
  })

  /** Method, path and names of the query of every route. */
  function routes(): [string, string, string[]][] {
    return rest.openAPIRegistry.definitions.flatMap((definition) => {
      if (definition.type !== 'route') return []
      const { method, path, request } = definition.route
      const names = request?.query && 'shape' in request.query ? Object.keys(request.query.shape) : []
      return [[method.toUpperCase(), path, names]]
    })
  }
})

describe('the document', () => {
  test('describes every route there is, in OpenAPI 3.1', async () => {
    const { status, body } = await askApi('/openapi.json')
    const { openapi, servers, paths } = body as {
      openapi: string
      servers: unknown
      paths: Record<string, Record<string, Operation>>
    }
    expect([status, openapi, servers]).toEqual([200, '3.1.0', [{ url: 'http://localhost:3000/api/v4' }]])
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map(
        (method) => `${method.toUpperCase()} /api/v4${path.replace(/\{(\w+)\}/g, ':$1')}`,
      ),
    )
    const routes = machines.routes
      .map(({ method, path }) => `${method} ${path}`)
      .filter((route) => / \/api\/v4\/[^*]/.test(route))
      // package managers' own, which GitLab describes in other documents
      .filter((route) => !/\/packages\/(?!:package_id)/.test(route))
    expect(described.sort()).toEqual([...new Set(routes)].sort())
    expect(routes.length).toBeGreaterThan(25)
  })

  test('names every parameter of a path, the pages of a list, and the body of a creation', async () => {
    const { body } = await askApi('/openapi.json')
    const { paths, components } = body as {
      paths: Record<string, Record<string, Operation>>
      components: { securitySchemes: object; schemas: Record<string, { properties?: object }> }
    }
    expect(Object.keys(components.securitySchemes)).toEqual(['privateToken', 'bearer'])
    for (const [path, operations] of Object.entries(paths)) {
      for (const { parameters = [] } of Object.values(operations)) {
        const named = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
        expect([path, named]).toEqual([path, [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)])
      }
    }
    const tokens = paths['/projects/{id}/deploy_tokens']
    const asked = tokens?.get?.parameters?.map(({ name, schema }) => [name, schema.type])
    expect(asked).toEqual([
      ['id', 'string'],
      ['active', 'boolean'],
      ['page', 'integer'],
      ['per_page', 'integer'],
    ])
    const json = JSON.stringify(tokens?.post)
    for (const name of ['name', 'scopes', 'expires_at', 'username']) expect(json).toContain(`"${name}"`)
    expect(Object.keys(tokens?.post?.responses ?? {})).toEqual(
      expect.arrayContaining(['201', '400', '401', '403', '404']),
    )
  })

  test('comes from the routes: there is none beside them', () => {
    expect(rest.openAPIRegistry.definitions.filter(({ type }) => type === 'route').length).toBeGreaterThan(25)
  })
})

interface Operation {
  parameters?: { name: string; in: string; schema: { type: string } }[]
  responses: Record<string, unknown>
}
