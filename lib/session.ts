import { cookies } from 'next/headers'
import type { NextAuthOptions } from 'next-auth'
import { getServerSession } from 'next-auth'
import { decode, encode } from 'next-auth/jwt'
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
      replacedId: await sessionIdIn(headers.cookie),
    })
    return { id: sessionId }
  } catch (error) {
    if (isDomainError(error, 'unauthenticated')) return null
    if (isDomainError(error)) throw new Error(error.message)
    throw error
  }
}

/** The session id in a Cookie header, if a cookie of ours is there that can be opened. */
async function sessionIdIn(cookies = ''): Promise<string | undefined> {
  const sealed = cookies
    .split(/; */)
    .find((cookie) => cookie.startsWith(`${sessionCookie}=`))
    ?.slice(sessionCookie.length + 1)
  if (!sealed) return undefined
  const opened = await decode({ token: sealed, secret: authOptions().secret ?? '' }).catch(() => null)
  return opened?.sessionId
}

/** Gives this browser the cookie of another session, as next-auth does at sign-in. */
export async function setCurrentSession(sessionId: string): Promise<void> {
  const maxAge = sessionDaysMax * 86_400
  const value = await encode({ token: { sessionId }, secret: authOptions().secret ?? '', maxAge })
  const jar = await cookies()
  jar.set(sessionCookie, value, { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps, maxAge })
}

/** The id of the session this request's cookie names, live or not. */
export async function currentSessionId(): Promise<string | undefined> {
  return (await getServerSession(authOptions()))?.sessionId
}

/** The live session of this request, read from the database once for a page; undefined for nobody. */
export const currentSession = cache(async () => findSessionUser(await currentSessionId()))

/** Who is signed in and may act; undefined for nobody, and for somebody who has to change their password first. */
export async function currentUser(): Promise<UserActor | undefined> {
  const session = await currentSession()
  return session?.mustChangePassword ? undefined : session?.user
}

/** Where to go after sign-in: a path of this very site, or '/' for anything else that was asked for. */
export function returnPathOf(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > 2048 || !URL.canParse(wanted, env.url)) return '/'
  const { origin, pathname, search, hash } = new URL(wanted, env.url)
  return origin === env.url && !pathname.startsWith('//') ? pathname + search + hash : '/'
}
