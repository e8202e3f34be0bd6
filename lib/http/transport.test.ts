import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import net, { type Socket } from 'node:net'
import tls from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { makeGroup, makeMember, makePersonalToken, password, sql } from '@/e2e/support/fixtures'
import { commitOf, countGitProcesses, makeRepository } from '@/e2e/support/git-place'
import { basic, packet } from '@/e2e/support/machine-request'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { requestText, talk } from '@/e2e/support/raw-exchange'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { env } from '@/lib/env'

// Faults below the doors: requests that HTTP's grammar forbids, and clients that are slow, many or gone.

let server: MachineServer
let group: Group
let project: Project
let large: Project
let maintainer: UserActor
let token: string
let api: string

beforeAll(async () => {
  server = await openMachineServer()
  group = await makeGroup()
  project = await makeRepository(group)
  // more than the buffers between git and a client that does not read
  large = await makeRepository(group, {
    commits: [commitOf('Large', { noise: randomBytes(24 * 1024 * 1024).toString('base64') })],
  })
  maintainer = await makeMember(group, 'Maintainer')
  token = (await makePersonalToken(maintainer)).secret
  api = `/api/v4/projects/${project.id}`
})
afterAll(() => server.close())
// whatever was asked, git does not stay behind
afterEach(() => vi.waitFor(() => expect(countGitProcesses()).toBe(0), 25_000))

const proof = () => `PRIVATE-TOKEN: ${token}`
const json = 'Content-Type: application/json'
const creation = JSON.stringify({ name: 'raw', scopes: ['read_repository'] })
const ofLength = (text: string) => `Content-Length: ${Buffer.byteLength(text)}`

/** A request that makes a deploy token, with these headers for its length. */
function create(lengths: string[], body = creation, isLast = true): string {
  const headers = [proof(), json, ...lengths]
  return requestText(`POST ${api}/deploy_tokens`, { headers, body, isLast })
}

function get(target: string, ...headers: string[]): string {
  return requestText(`GET ${target}`, { headers })
}

async function countTokens(): Promise<unknown> {
  return (await sql`SELECT count(*)::int AS n FROM deploy_tokens WHERE project_id = ${project.id}`)[0]?.n
}

async function statusesOf(sent: string | Buffer): Promise<number[]> {
  return (await talk(server.host, sent)).map(({ status }) => status)
}

const pages = '/api/v4/openapi.json'
const chunked = `${Buffer.byteLength(creation).toString(16)}\r\n${creation}\r\n0\r\n\r\n`

describe('what the grammar of HTTP forbids changes nothing, and ends the connection', () => {
  // 413 and 431 are Node's own words for a part of a request that is too long
  test.each<[id: string, what: string, sent: () => string, status: number]>([
    ['T03', 'a negative length', () => create(['Content-Length: -1']), 400],
    ['T03', 'a length with a sign', () => create([`Content-Length: +${creation.length}`]), 400],
    ['T03', 'a list of lengths', () => create(['Content-Length: 5, 5']), 400],
    ['T03', 'a length in sixteens', () => create(['Content-Length: 0x5']), 400],
    ['T03', 'two lengths', () => create([ofLength(creation), 'Content-Length: 5']), 400],
    ['T04', 'a length and chunks', () => create([ofLength(creation), 'Transfer-Encoding: chunked']), 400],
    ['T05', 'chunks twice', () => create(['Transfer-Encoding: chunked, chunked'], chunked), 400],
    ['T05', 'chunks and more', () => create(['Transfer-Encoding: chunked, gzip'], chunked), 400],
    ['T05', 'a coding that is none', () => create(['Transfer-Encoding: xchunked'], chunked), 400],
    [
      'T05',
      'a chunk longer than any number',
      () => create(['Transfer-Encoding: chunked'], `${'F'.repeat(17)}\r\n${creation}`),
      400,
    ],
    [
      'T05',
      'a chunk longer than any disk',
      () => create(['Transfer-Encoding: chunked'], `${'F'.repeat(16)}\r\n${'x'.repeat(1024 * 1024 + 1)}`),
      413,
    ],
    [
      'T05',
      'a chunk with a mebibyte said of it',
      () => create(['Transfer-Encoding: chunked'], `2;${'x'.repeat(1024 * 1024)}\r\n{}\r\n0\r\n\r\n`),
      413,
    ],
    ['T12', '101 headers', () => get(pages, ...Array.from({ length: 101 }, (_, n) => `X-${n}: 1`)), 431],
    ['T12', 'a header of 17 KiB', () => get(pages, `X: ${'x'.repeat(17 * 1024)}`), 431],
    [
      'T12',
      'headers of 65 KiB',
      () => get(pages, ...Array.from({ length: 65 }, (_, n) => `X-${n}: ${'x'.repeat(1024)}`)),
      431,
    ],
    ['T13', 'a space in a name', () => get(pages, 'X y: 1'), 400],
    ['T13', 'a space after a name', () => get(pages, 'X : 1'), 400],
    ['T13', 'a NUL in a name', () => get(pages, 'X\0y: 1'), 400],
    ['T13', 'a CR in a name', () => get(pages, 'X\ry: 1'), 400],
    ['T13', 'a bare LF in a value', () => get(pages, 'X: 1\nPRIVATE-TOKEN y'), 400],
    ['T13', 'a folded header', () => get(pages, 'X: a', ' b'), 400],
    ['T14', 'no Host', () => `GET ${pages} HTTP/1.1\r\n\r\n`, 400],
    ['T14', 'a Host that is a URL', () => get(pages, 'Host: http://evil.example/'), 400],
    ['T14', 'two Hosts', () => get(pages, 'Host: localhost', 'Host: evil.example'), 400],
    ['T15', 'a URL of 9 KiB', () => get(`/api/v4/projects?search=${'x'.repeat(9 * 1024)}`), 414],
    ['T15', 'a repository of 9 KiB', () => get(`/${'x'.repeat(9 * 1024)}.git/info/refs`), 414],
    ['T24', 'HTTP/0.9', () => 'GET /api/v4/version\r\n\r\n', 400],
    ['T24', 'HTTP/2 that nobody agreed on', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['T30', 'cookies of 16 KiB', () => get(pages, `Cookie: a=${'x'.repeat(16 * 1024)}`), 431],
    ['T32', 'a web socket', () => get(pages, 'Connection: Upgrade', 'Upgrade: websocket'), 400],
  ])('%s: %s', async (_id, _what, sent, status) => {
    const before = await countTokens()
    expect(await statusesOf(sent())).toEqual([status])
    expect(await countTokens()).toBe(before)
  })

  test('T26: nor does TLS, which is not spoken here', async () => {
    const [address = '', port] = server.host.split(':')
    const socket = tls.connect({ host: address, port: Number(port), rejectUnauthorized: false })
    const [error] = await once(socket, 'error')
    expect(error).toBeInstanceOf(Error)
    const hello = Buffer.concat([Buffer.from('160301020001', 'hex'), randomBytes(512)])
    expect(await statusesOf(hello)).toEqual([400])
  })
})

describe('what looks strange and is not forbidden is answered as usual', () => {
  test.each<[id: string, what: string, sent: () => string, status: number]>([
    ['T14', 'another Host', () => get(pages, 'Host: evil.example'), 200],
    ['T20', 'a wish beyond all wishes', () => get(pages, 'Accept: */*;q=1e9'), 200],
    ['T20', '3,000 wishes', () => get(pages, `Accept: ${Array(3000).fill('a/b').join(',')}`), 200],
    ['T24', 'HTTP/1.0', () => `GET ${pages} HTTP/1.0\r\n\r\n`, 200],
    ['T30', '300 cookies', () => get(pages, `Cookie: ${Array(300).fill('a=b').join('; ')}`), 200],
    ['T30', 'a cookie of 1997', () => get(pages, 'Cookie: $Version="1"; a="b"; $Path="/"'), 200],
    ['T32', 'an offer of HTTP/2', () => get(pages, 'Connection: Upgrade', 'Upgrade: h2c'), 200],
    ['Q23', 'an absolute target', () => get(`http://evil.example${pages}`), 200],
  ])('%s: %s', async (_id, _what, sent, status) => {
    expect(await statusesOf(sent())).toEqual([status])
  })

  test('T20: 10,000 wishes are more than headers hold', async () => {
    expect(await statusesOf(get(pages, `Accept: ${Array(10_000).fill('a/b').join(',')}`))).toEqual([431])
  })

  test('T14, T28, Q23: links name the public address, whatever a client calls us', async () => {
    for (const [target, ...headers] of [
      ['/api/v4/projects?per_page=1', 'Host: evil.example'],
      ['/api/v4/projects?per_page=1', 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: gopher'],
      ['http://evil.example/api/v4/projects?per_page=1', 'Forwarded: host=evil.example;proto=gopher'],
    ] as const) {
      const [answer] = await talk(server.host, get(target, proof(), ...headers))
      expect(answer?.status).toBe(200)
      expect(answer?.headers.link).toContain(`<${env.url}/api/v4/projects?`)
      expect(JSON.stringify(answer)).not.toMatch(/evil|gopher/)
    }
  })

  test('T23: a condition on what is to be written is nobody’s', async () => {
    const headers = [proof(), json, 'If-None-Match: *']
    const rename = JSON.stringify({ description: 'conditional' })
    for (const [line, body, status] of [
      [`POST ${api}/deploy_tokens`, creation, 201],
      [`PUT ${api}`, rename, 200],
    ] as const)
      expect(await statusesOf(requestText(line, { headers: [...headers, ofLength(body)], body }))).toEqual([
        status,
      ])
  })

  test.each([
    ['T21', 'a thousand ranges', `bytes=${Array(1000).fill('0-').join(',')}`],
    ['T21', 'a range that ends before it begins', 'bytes=5-1'],
    ['T21', 'a range beyond the end', 'bytes=999999999-'],
    ['T21', 'more than all at the end', 'bytes=-999999999'],
    ['T21', 'a range that could be had', 'bytes=1-2'],
    ['T21', 'a range of another kind', 'lines=1-2'],
  ])('%s: %s of a file or an archive is all of it', async (_id, _what, range) => {
    const path = `${api}/repository`
    const [file] = await talk(server.host, get(`${path}/files/README.md/raw`, proof(), `Range: ${range}`))
    expect(file).toMatchObject({ status: 200, body: '# Hello\n' })
    const [archive] = await talk(server.host, get(`${path}/archive.tar`, proof(), `Range: ${range}`))
    expect([archive?.status, archive?.body.length]).toEqual([200, 10_240])
    for (const answer of [file, archive]) expect(answer?.headers).not.toHaveProperty('content-range')
  })
})

describe('credentials', () => {
  test('T07: what follows a body is a request of its own, with its own', async () => {
    const smuggled = get('/api/v4/user')
    expect(await statusesOf(create([ofLength(creation)], creation, false) + smuggled)).toEqual([201, 401])
    // what is none, or comes where the connection was to end, ends it before the answer to the one before
    expect(await statusesOf(`${create([ofLength(creation)], creation, false)}${proof()}\r\n\r\n`)).toEqual([
      400,
    ])
    expect(await statusesOf(create([ofLength(creation)]) + smuggled)).toEqual([400])
    const encoding = ['Transfer-Encoding: chunked']
    expect(await statusesOf(create(encoding, chunked, false) + smuggled)).toEqual([201, 401])
  })

  test('T22: that are no good keep the body with the client', async () => {
    const waiting = ['Content-Length: 1000', 'Expect: 100-continue']
    const type = 'Content-Type: application/x-git-receive-pack-request'
    const wrong = basic({ username: maintainer.username, password: 'wrong' }).join(': ')
    for (const sent of [
      requestText(`POST ${api}/deploy_tokens`, { headers: ['PRIVATE-TOKEN: wrong', json, ...waiting] }),
      requestText(`PUT ${api}`, { headers: [json, ...waiting] }),
      requestText(`POST /${project.fullPath}.git/git-receive-pack`, { headers: [wrong, type, ...waiting] }),
      requestText(`POST /${project.fullPath}.git/git-receive-pack`, { headers: [type, ...waiting] }),
    ])
      expect(await statusesOf(sent)).toEqual([sent.startsWith('PUT') ? 404 : 401])
  })

  test('T25: of a hundred requests on one connection stay with their own', async () => {
    const other = await makeMember(group, 'Reporter')
    const others = (await makePersonalToken(other)).secret
    const askers = [
      { header: proof(), answer: maintainer.username },
      { header: `Authorization: Bearer ${others}`, answer: other.username },
      { header: 'PRIVATE-TOKEN: wrong', answer: undefined },
      { header: 'X: y', answer: undefined },
    ]
    // one address fails thirty times before it is told to wait
    const asked = Array.from({ length: 100 }, (_, n) => askers[n % 10 === 9 ? 2 + ((n % 4) % 2) : n % 2])
    const sent = asked.map((asker, n) =>
      requestText('GET /api/v4/user', { headers: [asker?.header ?? ''], isLast: n === 99 }),
    )
    const answers = await talk(server.host, sent.join(''))
    expect(answers.map(({ body }) => JSON.parse(body).username)).toEqual(asked.map((asker) => asker?.answer))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(90)
  })

  test('T29: that a proxy was made to take away leave nobody, who writes nothing and sees nothing private', async () => {
    const strip = 'Connection: close, Authorization, PRIVATE-TOKEN'
    const body = creation
    expect(
      await statusesOf(
        requestText(`POST ${api}/deploy_tokens`, { headers: [strip, json, ofLength(body)], body }),
      ),
    ).toEqual([404])
    expect(await statusesOf(get(api, strip))).toEqual([404])
    expect(
      await statusesOf(get(`/${project.fullPath}.git/info/refs?service=git-upload-pack`, strip)),
    ).toEqual([401])
    // here, where no proxy took them, they count
    expect(await statusesOf(get(api, strip, proof()))).toEqual([200])
  })

  test('T27: come from the address of the connection, whatever the client says of it', async () => {
    const claims = [
      `X-Forwarded-For: ${Array(1000).fill('192.0.2.9').join(',')}`,
      'X-Real-IP: 192.0.2.9',
      'Forwarded: for=192.0.2.9',
      'X-Latchkey-Address: 192.0.2.9',
    ]
    const headers = [proof(), json, ofLength(creation), ...claims]
    const [made] = await talk(
      server.host,
      requestText(`POST ${api}/deploy_tokens`, { headers, body: creation }),
    )
    expect(made?.status).toBe(201)
    const id = JSON.parse(made?.body ?? '').id
    const events =
      await sql`SELECT address FROM audit_events WHERE target_id = ${id} AND action LIKE 'deploy_token%'`
    expect(events).toEqual([{ address: '127.0.0.1' }])
  })
})

describe('a client that is slow', () => {
  test('T08: with its headers is not waited for', async () => {
    const socket = connect()
    let heard = ''
    socket.on('data', (data) => {
      heard += data
    })
    socket.write('GET / HTTP/1.1\r\nHost: ')
    const drip = setInterval(() => socket.writable && socket.write('x'), 3000)
    onTestFinished(() => clearInterval(drip))
    await closeOf(socket)
    expect(heard).toMatch(/^HTTP\/1\.1 408 /)
  }, 90_000)

  test('T09: with an upload is let go, and nothing of it is kept', async () => {
    const credentials = basic({ username: maintainer.username, password }).join(': ')
    const socket = connect()
    const id = 'a'.repeat(40)
    const command = packet(`${'0'.repeat(40)} ${id} refs/heads/slow\0report-status`)
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    onTestFinished(() => void vi.useRealTimers())
    socket.write(
      requestText(`POST /${project.fullPath}.git/git-receive-pack`, {
        headers: [
          credentials,
          'Content-Type: application/x-git-receive-pack-request',
          'Content-Length: 1000000',
        ],
        body: `${command}0000PACK`,
      }),
    )
    await vi.waitFor(() => expect(countGitProcesses()).toBe(1), 25_000)
    vi.advanceTimersByTime(66_000)
    socket.resume()
    await closeOf(socket)
    await vi.waitFor(() => expect(countGitProcesses()).toBe(0), 25_000)
  })

  test.each(['files/noise/raw', 'archive.tar', 'archive.zip'])(
    'T10: to read %s is let go, and told that there was more',
    async (path) => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
      onTestFinished(() => void vi.useRealTimers())
      const socket = connect()
      socket.write(get(`/api/v4/projects/${large.id}/repository/${path}`, proof()))
      await once(socket, 'readable')
      expect(countGitProcesses()).toBe(1)
      // until all buffers on the way are full it is not the client that is waited for
      await vi.waitFor(() => {
        vi.advanceTimersByTime(66_000)
        expect(countGitProcesses()).toBe(0)
      }, 120_000)
      let text = ''
      socket.on('data', (data) => {
        text += data.toString('latin1')
      })
      await closeOf(socket)
      expect(text).toMatch(/^HTTP\/1\.1 200 /)
      // less than was promised, by its length or by the last chunk
      expect(text.length).toBeLessThan(24 * 1024 * 1024)
      expect(text.endsWith('\r\n0\r\n\r\n')).toBe(false)
    },
    180_000,
  )
})

test('T31: clients that leave in the middle of their answers leave nothing behind', async () => {
  const files = () => readdir(env.dataDir, { recursive: true })
  const before = (await files()).length
  const path = `/api/v4/projects/${large.id}/repository/files/noise/raw`
  for (let round = 0; round < 12; round++) {
    const sockets = Array.from({ length: 8 }, () => connect())
    await Promise.all(
      sockets.map(async (socket) => {
        socket.write(get(path, proof()))
        await once(socket, 'readable')
        socket.destroy()
      }),
    )
  }
  await vi.waitFor(async () => {
    expect(countGitProcesses()).toBe(0)
    expect(await server.countConnections()).toBe(0)
  }, 60_000)
  expect((await files()).length).toBe(before)
}, 240_000)

function connect(): Socket {
  const [address = '', port] = server.host.split(':')
  return net.connect(Number(port), address).on('error', () => {})
}

function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve())
  })
}
