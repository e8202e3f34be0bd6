import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { isStopping } from './lifecycle'
import { readAction } from './page-action'
import { guardPage, type Refusal } from './page-guard'
import { setPageHeaders } from './page-headers'

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown

export interface Doors {
  isMachinePath: (pathname: string, search: string) => boolean
  machine: Listener
  page: Listener
}

export interface Exchange {
  kind: 'machine' | 'page'
  response: ServerResponse
}

const publicHost = new URL(env.url).host
const urlLengthMax = 8192
const headersMax = 100

/**
 * The listeners of the one HTTP server: machine paths go to their doors as they come, everything else is a page and
 * passes the guard first. `inFlight` holds what is not answered in full yet.
 */
export function dispatcher({ isMachinePath, machine, page }: Doors) {
  const inFlight = new Set<Exchange>()

  async function onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // an offer of another protocol (HTTP/2, by Java's client) is passed over, but Node's parser stops after it
    if (isStopping() || request.headers.upgrade) response.shouldKeepAlive = false
    request.url = originForm(request.url ?? '')
    // it needs none, and some load balancers probe so
    if (request.httpVersion === '1.0') request.headers.host ??= publicHost
    const refusal = refuseShape(request)
    if (refusal) return refuse(response, refusal)
    const [pathname = '', search = ''] = (request.url ?? '').split(/(?=\?)(.*)/s)
    const kind = isMachinePath(pathname, search) ? 'machine' : 'page'
    const exchange: Exchange = { kind, response }
    inFlight.add(exchange)
    response.once('close', () => inFlight.delete(exchange))
    try {
      if (kind === 'machine') await machine(request, response)
      else await servePage(request, response)
    } catch (error) {
      breakDown(response, error)
    }
  }

  async function servePage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = guardPage(request)
    if (refusal) return refuse(response, refusal)
    const read = await readAction(request)
    if ('status' in read) return refuse(response, read)
    setPageHeaders(read, response)
    await page(read, response)
  }

  function onCheckContinue(request: IncomingMessage, response: ServerResponse): Promise<void> {
    continueWhenRead(request, response)
    return onRequest(request, response)
  }

  return { inFlight, onRequest, onCheckContinue }
}

/**
 * The path and query of a target in absolute form, as RFC 9112, 3.2.2 has every server take it. Whose address it names
 * means as little here as Host does: there is one public origin.
 */
function originForm(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]*\/?/i, '/')
}

/** What no door wants. The rest of HTTP's grammar, and requests in two minds about their length, Node refuses itself. */
function refuseShape(request: IncomingMessage): Refusal | undefined {
  const { url = '', headers, rawHeaders } = request
  if (!url.startsWith('/')) return { status: 400, text: 'The request target must be a path.' }
  if (!isReadable(url)) return { status: 400, text: 'The URL holds a broken escape, or a NUL.' }
  if (url.length > urlLengthMax) return { status: 414, text: `The URL is longer than ${urlLengthMax} bytes.` }
  if (rawHeaders.length > 2 * headersMax) return { status: 431, text: `More than ${headersMax} headers.` }
  if (rawHeaders.filter((name, index) => index % 2 === 0 && /^host$/i.test(name)).length > 1)
    return { status: 400, text: 'More than one Host.' }
  if (/websocket/i.test(headers.upgrade ?? '')) return { status: 400, text: 'There are no web sockets here.' }
}

/** Pages and doors may decode the path without a thought, and PostgreSQL stores no NUL. */
function isReadable(url: string): boolean {
  try {
    decodeURIComponent(url.replace(/\?.*/s, ''))
    return !url.includes('%00')
  } catch {
    return false
  }
}

function refuse(response: ServerResponse, { status, text, headers }: Refusal): void {
  // who talks to the API reads nothing but JSON
  const isApi = response.req.url?.startsWith('/api/v4')
  const body = isApi ? JSON.stringify({ error: text }) : `${text}\n`
  // the rest of the request is not read, so nothing can follow it on this connection
  response.shouldKeepAlive = false
  response.writeHead(status, {
    'Content-Type': isApi ? 'application/json' : 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    ...headers,
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

/**
 * `Expect: 100-continue`: the client holds its body back until it is wanted, which is when somebody begins to read. A
 * door that refuses before that spares the upload (curl, Maven); the connection then ends, as the body may come yet.
 */
function continueWhenRead(request: IncomingMessage, response: ServerResponse): void {
  const { shouldKeepAlive } = response
  const { _read } = request
  response.shouldKeepAlive = false
  request._read = (size) => {
    request._read = _read
    if (!response.headersSent) {
      response.shouldKeepAlive = shouldKeepAlive && !isStopping()
      response.writeContinue()
    }
    _read.call(request, size)
  }
}

function breakDown(response: ServerResponse, error: unknown): void {
  log.error({ err: error, method: response.req.method }, 'request failed')
  if (response.headersSent) response.destroy()
  else refuse(response, { status: 500, text: STATUS_CODES[500] ?? '' })
}
