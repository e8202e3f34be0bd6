import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { dispatcher } from './dispatch'

const { onRequest, onCheckContinue, inFlight } = dispatcher({
  isMachinePath: (pathname, search) => pathname.startsWith('/machine') || search === '?service=machine',
  machine: async (request, response) => {
    if (request.url === '/machine/broken') throw new Error('a door that fails')
    if (request.url === '/machine/deny') return response.writeHead(403).end('denied')
    response.end(`machine got ${await sizeOf(request)}`)
  },
  page: async (request, response) => {
    if (request.url === '/public') response.setHeader('Cache-Control', 'public, max-age=0')
    if (request.url === '/cached') response.setHeader('Cache-Control', 's-maxage=31536000')
    if (request.url === '/headers') return response.end(JSON.stringify(request.headers))
    response.end(`page got ${await sizeOf(request)}`)
  },
})
const server = http.createServer()
let port = 0

beforeAll(async () => {
  server.on('request', onRequest).on('checkContinue', onCheckContinue).listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})

afterAll(() => {
  server.close()
  server.closeAllConnections()
})

describe('who is asked', () => {
  test.each([
    ['/machine', 'machine got 0'],
    ['/acme/web?service=machine', 'machine got 0'],
    ['/acme/web?service=other', 'page got 0'],
    ['/', 'page got 0'],
    ['http://elsewhere.example/machine', 'machine got 0'],
    ['HTTPS://elsewhere.example?service=machine', 'machine got 0'],
    ['http://elsewhere.example', 'page got 0'],
  ])('%s', async (target, body) => {
    expect((await ask({ target })).body).toBe(body)
  })
})

describe('what nobody is asked', () => {
  test.each([
    ['ftp://elsewhere.example/', 400],
    ['elsewhere.example:80', 400],
    ['*', 400],
    ['/%', 400],
    ['/%ff', 400],
    ['/a%00b', 400],
    ['/a?b=%00', 400],
  ])('the target %s', async (target, status) => {
    expect((await ask({ target })).status).toBe(status)
  })

  test('is said to the API in JSON', async () => {
    const { status, headers, body } = await ask({ target: '/api/v4/projects/%zz' })
    expect([status, headers['content-type']]).toEqual([400, 'application/json'])
    expect(JSON.parse(body)).toEqual({ error: 'The URL holds a broken escape, or a NUL.' })
  })

  test.each([
    [8192, 200],
    [8193, 414],
    [20_000, 431],
  ])('a target of %i bytes', async (length, status) => {
    expect((await ask({ target: '/'.padEnd(length, 'a') })).status).toBe(status)
  })

  test.each([
    ['a hundred headers in all', Array.from({ length: 98 }, (_, n) => `X-${n}: 1`), 200],
    ['one more than that', Array.from({ length: 99 }, (_, n) => `X-${n}: 1`), 431],
    ['a header of 17 KiB', [`X: ${'x'.repeat(17 * 1024)}`], 431],
    ['a second Host', ['Host: elsewhere.example'], 400],
    ['a folded header', ['X: a', ' b'], 400],
    ['a space in a name', ['X y: 1'], 400],
    ['two lengths', ['Content-Length: 1', 'Content-Length: 2'], 400],
    ['a length that is none', ['Content-Length: +1'], 400],
    ['a length and chunks', ['Content-Length: 1', 'Transfer-Encoding: chunked'], 400],
    ['a web socket', ['Connection: Upgrade', 'Upgrade: websocket'], 400],
    ['an offer of HTTP/2, which is passed over', ['Connection: Upgrade', 'Upgrade: h2c'], 200],
  ])('%s', async (_, headers, status) => {
    expect((await ask({ headers })).status).toBe(status)
  })
})

describe('a page', () => {
  test.each(['PUT', 'DELETE', 'PATCH', 'TRACE', 'OPTIONS', 'PROPFIND'])(
    'answers %s with 405',
    async (method) => {
      expect(await ask({ method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, POST' } })
    },
  )

  test.each([
    [[`Origin: ${env.url}`], 200],
    [[`Origin: ${env.url}`, 'Sec-Fetch-Site: same-origin'], 200],
    [[`Origin: ${env.url}`, 'Sec-Fetch-Site: cross-site'], 403],
    [[`Origin: ${env.url}`, 'Sec-Fetch-Site: same-site'], 403],
    [['Origin: http://elsewhere.example'], 403],
    [['Origin: http://elsewhere.example', 'X-Forwarded-Host: elsewhere.example'], 403],
    [['Origin: null'], 403],
    [[], 403],
  ])('takes a form only from its own origin: %j is %i', async (headers, status) => {
    expect((await ask({ method: 'POST', headers: [...headers, 'Content-Length: 0'] })).status).toBe(status)
  })

  test.each(['/..', '/.', '/a/../b', '/a/./b', '/a/..', '/a/%2e%2E/b', '/a/.%2e?x', '/a/%2e'])(
    'is not asked for at %s',
    async (target) => {
      expect((await ask({ target })).status).toBe(404)
    },
  )

  test.each(['/a/...', '/.well-known/x', '/a..b', '/a/..b', '/a?b=/../c'])(
    'is asked for at %s',
    async (target) => {
      expect((await ask({ target })).status).toBe(200)
    },
  )

  test('asked for at a loopback address sends the browser to the public URL', async () => {
    for (const host of ['127.0.0.1:3000', '[::1]:3000']) {
      const answer = await ask({ target: '//elsewhere.example/a?b=%2F', host })
      expect(answer).toMatchObject({
        status: 307,
        headers: { location: `${env.url}//elsewhere.example/a?b=%2F` },
      })
    }
    expect((await ask({ host: '127.0.0.1:3001' })).status).toBe(200)
    expect((await ask({ target: '/machine', host: '127.0.0.1:3000' })).status).toBe(200)
  })

  test('hears the public origin and the address of the connection, whatever the client says of them', async () => {
    const headers = ['X-Forwarded-Host: evil', 'X-Forwarded-For: 1.2.3.4', 'X-Latchkey-Address: 1.2.3.4']
    const heard = JSON.parse((await ask({ target: '/headers', host: 'evil', headers })).body)
    expect(heard).toMatchObject({
      host: new URL(env.url).host,
      'x-forwarded-host': new URL(env.url).host,
      'x-forwarded-for': '127.0.0.1',
      'x-latchkey-address': '127.0.0.1',
    })
  })
})

describe('the body of a page', () => {
  const form = [`Origin: ${env.url}`]
  const most = 256 * 1024

  test('is passed on whole up to 256 KiB', async () => {
    const headers = [...form, `Content-Length: ${most}`]
    expect((await ask({ method: 'POST', headers, body: ['x'.repeat(most)] })).body).toBe(`page got ${most}`)
  })

  test('one byte longer is refused before it comes', async () => {
    const headers = [...form, `Content-Length: ${most + 1}`]
    expect((await ask({ method: 'POST', headers })).status).toBe(413)
    expect((await ask({ method: 'POST', headers: [...headers, 'Expect: 100-continue'] })).status).toBe(413)
  })

  test('says its length beforehand', async () => {
    const headers = [...form, 'Transfer-Encoding: chunked']
    expect((await ask({ method: 'POST', headers })).status).toBe(411)
  })

  test('is asked for when the client waits to be asked', async () => {
    const headers = [...form, 'Expect: 100-continue', 'Content-Length: 5']
    const answer = await ask({ method: 'POST', headers, body: [100, 'hello'] })
    expect(answer).toMatchObject({ status: 200, continued: true, body: 'page got 5' })
  })
})

describe('the body of a machine request', () => {
  const headers = ['Expect: 100-continue', 'Content-Length: 5']

  test('is asked for when the door begins to read', async () => {
    const answer = await ask({ method: 'PUT', target: '/machine', headers, body: [100, 'hello'] })
    expect(answer).toMatchObject({ status: 200, continued: true, body: 'machine got 5' })
  })

  test('stays with the client when the door refuses, and the connection ends', async () => {
    const answer = await ask({ method: 'PUT', target: '/machine/deny', headers, stay: true })
    expect(answer).toMatchObject({ status: 403, continued: false, headers: { connection: 'close' } })
  })
})

describe('an answer to a page', () => {
  test('is kept by no cache, unless it is a public file or one that Next built', async () => {
    const kept = async (target: string) => (await ask({ target })).headers['cache-control']
    expect(await kept('/')).toBe('no-store, private')
    expect(await kept('/cached')).toBe('no-store, private')
    expect(await kept('/public')).toBe('public, max-age=0')
    expect(await kept('/_next/static/a.js')).toBeUndefined()
  })

  test('carries a policy with a nonce of its own, which Next hears of', async () => {
    const [one, two] = [await ask({ target: '/headers' }), await ask({ target: '/headers' })]
    const policy = one.headers['content-security-policy']
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}' 'strict-dynamic'/)
    for (const rule of [
      "frame-ancestors 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
    ])
      expect(policy).toContain(rule)
    expect(JSON.parse(one.body)['content-security-policy']).toBe(policy)
    expect(two.headers['content-security-policy']).not.toBe(policy)
    expect(one.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    })
    expect(one.headers).not.toHaveProperty('strict-transport-security')
  })
})

test('a door that fails is a plain 500, and nothing stays in flight', async () => {
  expect(await ask({ target: '/machine/broken' })).toMatchObject({
    status: 500,
    body: 'Internal Server Error\n',
  })
  await expect.poll(() => inFlight.size).toBe(0)
})

interface Question {
  method?: string
  target?: string
  host?: string
  headers?: string[]
  /** Text to send, and milliseconds to wait in between. */
  body?: (string | number)[]
  /** Leave it to the server to end the connection. */
  stay?: boolean
}

/** Says exactly this on a connection of its own, and hears the server out. */
async function ask({
  method = 'GET',
  target = '/',
  host = 'localhost',
  headers = [],
  body = [],
  stay = false,
}: Question) {
  const socket = net.connect(port, '127.0.0.1').setEncoding('latin1')
  const closed = once(socket, 'close')
  let text = ''
  socket.on('data', (data) => {
    text += data
  })
  socket.on('error', () => {})
  const end = stay ? [] : ['Connection: close']
  socket.write([`${method} ${target} HTTP/1.1`, `Host: ${host}`, ...end, ...headers, '', ''].join('\r\n'))
  for (const part of body) {
    if (typeof part === 'number') await sleep(part)
    else socket.write(part)
  }
  await closed
  return parse(text)
}

function parse(text: string) {
  const continued = text.startsWith('HTTP/1.1 100 Continue\r\n\r\n')
  const [head = '', ...rest] = (continued ? text.slice(25) : text).split('\r\n\r\n')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const [name = '', value = ''] = line.split(/: (.*)/s)
    headers[name.toLowerCase()] = value
  }
  return { continued, status: Number(statusLine.split(' ')[1]), headers, body: rest.join('\r\n\r\n') }
}

async function sizeOf(request: http.IncomingMessage): Promise<number> {
  let size = 0
  for await (const part of request) size += part.length
  return size
}
