import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { ActorName } from '@/lib/domain/actor'
import { log } from '@/lib/log'
import { clientAddress } from './client-address'

/** What every machine's door knows of a request, beside the request. */
export interface Door {
  Bindings: { incoming: IncomingMessage; outgoing: ServerResponse }
  Variables: {
    requestId: string
    address: string
    /** For the log, in place of the URL, which may hold anything; set by the door that answers. */
    route?: string
    /** Once it is known. */
    actor?: ActorName
    /** Why it was refused: an error code. */
    reason?: string
  }
}

/** Names each request, and writes one line about it when it has been answered in full, or the client has gone. */
export const door = createMiddleware<Door>(async (c, next) => {
  const startedAt = performance.now()
  c.set('requestId', randomUUID())
  c.set('address', clientAddress(c.env.incoming))
  c.header('X-Request-Id', c.get('requestId'))
  c.header('X-Content-Type-Options', 'nosniff')
  c.env.outgoing.once('close', () => logRequest(c, performance.now() - startedAt))
  await next()
})

/** The request target as it was sent: a parsed URL has lost dot segments, and with them what was asked for. */
export function targetOf(c: { env: Door['Bindings'] }): { pathname: string; search: string } {
  const target = c.env.incoming.url ?? ''
  const query = target.indexOf('?')
  if (query === -1) return { pathname: target, search: '' }
  return { pathname: target.slice(0, query), search: target.slice(query) }
}

function logRequest(c: Context<Door>, milliseconds: number): void {
  const { requestId, address, route, actor, reason } = c.var
  const { outgoing } = c.env
  const isProbe = route?.startsWith('/-/') && outgoing.statusCode === 200
  log[isProbe ? 'debug' : 'info'](
    {
      request_id: requestId,
      method: c.req.method,
      route: route ?? 'none',
      status: outgoing.statusCode,
      duration_ms: Math.round(milliseconds),
      ip: address,
      actor: actor?.kind,
      actor_id: actor && 'id' in actor ? actor.id : undefined,
      token_id: actor?.kind === 'user' ? actor.token?.id : undefined,
      reason,
      aborted: outgoing.writableFinished ? undefined : true,
    },
    'request',
  )
}
