import { Hono } from 'hono'
import { nobody } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { accessDeniedText } from '@/lib/domain/refusal'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { issueConanTicket } from '@/lib/services/packages/issue-conan-ticket'

/** Where a client gets its ticket, and asks whether that still opens anything. */
export const users = new Hono<PackageDoor>()

users.get('/authenticate', async (c) => {
  // what was got by a token is not renewed without it
  const isByBearer = /^bearer /i.test(c.req.header('authorization') ?? '')
  const ticket = await issueConanTicket(isByBearer ? nobody : c.get('client'))
  return c.text(ticket, 200, { 'Cache-Control': 'no-store' })
})

users.get('/check_credentials', (c) => {
  if (c.get('client').kind === 'nobody') throw new DomainError('unauthenticated', accessDeniedText)
  return c.text('ok')
})
