import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { env } from '@/lib/env'
import { clientAddress } from './client-address'

/** Where lib/session reads the client's address; the same name stands there. */
export const addressHeader = 'x-latchkey-address'

const { host, port, protocol } = new URL(env.url)
const isHttps = protocol === 'https:'

const sameForEveryPage = {
  'X-Content-Type-Options': 'nosniff',
  // nothing for others; with `no-referrer` a form sent without scripts would have no Origin either, and be refused
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  ...(isHttps && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
}

/**
 * Gives a page request and its answer the headers that are the server's to say. Here, and not in Next's proxy.ts:
 * that cuts request bodies at 10 MB without an error, and costs every page a second pass.
 */
export function setPageHeaders(request: IncomingMessage, response: ServerResponse): void {
  const policy = contentSecurityPolicy(randomBytes(16).toString('base64'))
  const address = clientAddress(request)
  // One public origin, whatever the client or a proxy in front calls us: Next compares it with Origin, links use it.
  Object.assign(request.headers, {
    host,
    'x-forwarded-host': host,
    'x-forwarded-proto': isHttps ? 'https' : 'http',
    'x-forwarded-port': port || (isHttps ? '443' : '80'),
    'x-forwarded-for': address,
    [addressHeader]: address,
    'content-security-policy': policy, // Next takes the nonce for its scripts from here
    // An action answers with its result alone. Else Next renders the page again with every 401 and 404, and so takes a
    // half-filled form away; and it sends itself, by our public name, an action that is of another page.
    'x-action-forwarded': '1',
  })
  for (const [name, value] of Object.entries(sameForEveryPage)) response.setHeader(name, value)
  response.setHeader('Content-Security-Policy', policy)
  forbidStoring(request, response)
}

function contentSecurityPolicy(nonce: string): string {
  const isDevelopment = !env.production
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    // a nonce would switch 'unsafe-inline' off again, and the development overlay needs it
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** No page, no answer to an action, nothing of a session stays in a cache; Next's built files and public/ may. */
function forbidStoring(request: IncomingMessage, response: ServerResponse): void {
  const isBuiltFile = request.url?.startsWith('/_next/static/')
  const { writeHead } = response
  // Next sets its own Cache-Control late; nothing is later than this
  response.writeHead = ((...parameters: Parameters<typeof writeHead>) => {
    const mayStay = isBuiltFile || String(response.getHeader('Cache-Control')).startsWith('public')
    if (!mayStay) response.setHeader('Cache-Control', 'no-store, private')
    return writeHead.apply(response, parameters)
  }) as typeof writeHead
}
