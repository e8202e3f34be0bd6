import type { NextAuthOptions } from 'next-auth'
import { getServerSession } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { cache } from 'react'
import type { UserActor } from '@/lib/domain/actor'
import { isDomainError } from '@/lib/domain/error'
import { env } from '@/lib/env'
import { endSession } from '@/lib/services/sessions/end-session'
import { findSessionUser } from '@/lib/services/sessions/find-session-user'
import { sessionDaysMax, startSession } from '@/lib/services/sessions/start-session'
import { keyFor } from '@/lib/storage/keys'

declare module 'next-auth' {
  interface Session {
    sessionId?: string
  }
}
declare module 'next-auth/jwt' {
  interface JWT {
    sessionId?: string
  }
}

/** Set by the server from the connection itself; what a client sends under this name is dropped. */
export const addressHeader = 'x-latchkey-address'

const isHttps = env.url.startsWith('https:')
/** `__Host-` binds the cookie to this very host over TLS (RFC 6265bis); plain http on a laptop cannot have it. */
export const sessionCookie = isHttps ? '__Host-latchkey.session' : 'latchkey.session'

/**
 * next-auth with our sessions behind it: the encrypted cookie holds nothing but a session id, and every request
 * reads that session's row, so that ending it, or blocking its user, counts at once.
 */
export function authOptions(): NextAuthOptions {
  return {
    secret: keyFor('session').toString('hex'),
    session: { strategy: 'jwt', maxAge: sessionDaysMax * 86_400 },
    pages: { signIn: '/users/sign_in', signOut: '/', error: '/users/sign_in' },
    useSecureCookies: isHttps,
    cookies: {
      sessionToken: {
        name: sessionCookie,
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps },
      },
    },
    providers: [
      Credentials({
        id: 'password',
        credentials: { login: {}, password: {} },
        authorize: (credentials, request) => authorize(credentials, request.headers ?? {}),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => ({ sessionId: user ? user.id : token.sessionId }),
      session: ({ token }) => ({ expires: '', sessionId: token.sessionId }),
      redirect: ({ url }) => env.url + returnPathOf(url),
    },
    events: {
      signOut: async ({ token }) => {
        if (token.sessionId) await endSession(token.sessionId)
      },
    },
    // next-auth logs wrong passwords as errors with what was sent; the doors have their own log
    logger: { error: () => {}, warn: () => {}, debug: () => {} },
  }
}

async function authorize(credentials: unknown, headers: Record<string, string>) {
  const { login, password } = (credentials ?? {}) as { login?: unknown; password?: unknown }
  if (typeof login !== 'string' || typeof password !== 'string') return null
  try {
    const { sessionId } = await startSession({
      login,
      password,
      address: headers[addressHeader] ?? 'unknown',
      userAgent: headers['user-agent'] ?? '',
    })
    return { id: sessionId }
  } catch (error) {
    if (isDomainError(error, 'unauthenticated')) return null
    if (isDomainError(error)) throw new Error(error.message)
    throw error
  }
}

/** The id of the session this request's cookie names, live or not. */
export async function currentSessionId(): Promise<string | undefined> {
  return (await getServerSession(authOptions()))?.sessionId
}

/** Who is signed in, read from the database once per request; undefined for nobody. */
export const currentUser: () => Promise<UserActor | undefined> = cache(async () =>
  findSessionUser(await currentSessionId()),
)

/** Where to go after sign-in: a path of this very site, or '/' for anything else that was asked for. */
export function returnPathOf(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > 2048 || !URL.canParse(wanted, env.url)) return '/'
  const { origin, pathname, search, hash } = new URL(wanted, env.url)
  return origin === env.url && !pathname.startsWith('//') ? pathname + search + hash : '/'
}
