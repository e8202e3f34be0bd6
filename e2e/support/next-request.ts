import 'next/dist/server/node-environment-baseline'
import { workAsyncStorage } from 'next/dist/server/app-render/work-async-storage.external'
import { workUnitAsyncStorage } from 'next/dist/server/app-render/work-unit-async-storage.external'
import { createRequestStoreForAPI } from 'next/dist/server/async-storage/request-store'
import { NextRequest } from 'next/server'
import { encode } from 'next-auth/jwt'
import { env } from '@/lib/env'
import { addressHeader, authOptions, sessionCookie } from '@/lib/session'

// Server actions and pages ask Next for headers and cookies. Here they get them from Next's own request store, filled
// from a request of ours, so that what runs is the product's code, next-auth and Next, with nothing replaced.

/** What a page of the product sends with an action, as the server hands it on to Next. */
export interface ActionRequest {
  /** The session id inside the cookie; without one there is no cookie. */
  sessionId?: string
  /** A cookie as it is, in place of a sealed one. */
  cookie?: string
  /** Headers on top of, or (undefined) taken away from, what an honest page sends. */
  headers?: Record<string, string | undefined>
  address?: string
}

// As the product's configuration switches them on
process.env.__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS = 'true'

/** The sealed cookie of a session, as next-auth makes it at sign-in. */
export async function cookieOf(sessionId: string): Promise<string> {
  const value = await encode({ token: { sessionId }, secret: authOptions().secret ?? '', maxAge: 86_400 })
  return `${sessionCookie}=${value}`
}

/** Runs `work` as Next runs a server action for this request. */
export async function asAction<T>(request: ActionRequest, work: () => Promise<T>): Promise<T> {
  const cookie = request.cookie ?? (request.sessionId && (await cookieOf(request.sessionId)))
  return inRequest(
    {
      origin: env.url,
      'sec-fetch-site': 'same-origin',
      cookie,
      [addressHeader]: request.address ?? '192.0.2.1',
      ...request.headers,
    },
    work,
  )
}

/** Runs `work` as Next runs a page, an action or a route for a request with these headers. */
export function inRequest<T>(
  headers: Record<string, string | undefined>,
  work: () => Promise<T>,
): Promise<T> {
  const sent = Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined)
  const incoming = { headers: new Headers(sent) }
  const url = new URL('/', env.url)
  const unit = createRequestStoreForAPI(
    incoming as never,
    url as never,
    {} as never,
    undefined,
    {} as never,
    undefined,
  )
  const route = { route: '/', page: '/', forceStatic: false, dynamicShouldError: false }
  return workAsyncStorage.run(route as never, () => workUnitAsyncStorage.run(unit, work))
}

/** The HTTP status that Next answers where an action or page was interrupted; 200 where it was not. */
export function statusOf(error: unknown): number {
  const digest = (error as { digest?: unknown } | undefined)?.digest
  if (typeof digest !== 'string') throw error
  const [kind, status = ''] = digest.split(';')
  if (kind === 'NEXT_HTTP_ERROR_FALLBACK') return Number(status)
  if (kind === 'NEXT_REDIRECT') return 303
  throw error
}

/** Where Next sends the browser from a page or action that was interrupted; undefined where it does not. */
export function redirectOf(error: unknown): string | undefined {
  const digest = (error as { digest?: unknown } | undefined)?.digest
  const [kind, , target] = typeof digest === 'string' ? digest.split(';') : []
  return kind === 'NEXT_REDIRECT' ? target : undefined
}

/** What Next hands to a route handler for a path of this site. */
export function routeRequest(path: string): Request {
  return new NextRequest(env.url + path)
}
