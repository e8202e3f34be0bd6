import type { Context } from 'hono'
import { DomainError } from '@/lib/domain/error'
import type { Door } from './door'

/** The Authorization header; undefined without one. Error: `invalid` for two, of which one could be meant for another reader. */
export function authorizationOf(c: Context<Door>): string | undefined {
  const { rawHeaders } = c.env.incoming
  const sent = rawHeaders.filter((name, index) => index % 2 === 0 && /^authorization$/i.test(name))
  if (sent.length > 1) throw new DomainError('invalid', 'More than one Authorization header.')
  return c.req.header('authorization')
}
