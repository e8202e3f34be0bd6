import { expect, test } from 'vitest'
import { refusalOf } from '@/e2e/support/fixtures'
import { registryService, ticketIssuer } from '@/lib/domain/registry-ticket'
import { signTicket } from '@/lib/storage/tickets'
import { openTicket } from './open-ticket'

const nobody = { kind: 'nobody' }
const sign = (claims: Record<string, unknown>) =>
  signTicket(claims, { issuer: ticketIssuer, audience: registryService, seconds: 300 })

test('a ticket is whoever bears it, by number, and what it opens', async () => {
  const claims = {
    bearer: { kind: 'deploy-token', id: 1 },
    access: [{ type: 'repository', name: 'acme/app', actions: ['pull'] }],
  }
  expect(await openTicket(await sign(claims))).toEqual(claims)
})

test.each<[string, Record<string, unknown>]>([
  ['no bearer', { access: [] }],
  ['a bearer of another kind', { access: [], bearer: { kind: 'job', id: 1 } }],
  ['a bearer with more', { access: [], bearer: { ...nobody, isAdmin: true } }],
  ['a bearer without a number', { access: [], bearer: { kind: 'deploy-token' } }],
  ['a user without a token', { access: [], bearer: { kind: 'user', id: 1 } }],
  ['no access', { bearer: nobody }],
  [
    'access of another type',
    { bearer: nobody, access: [{ type: 'registry', name: 'catalog', actions: [] }] },
  ],
  ['any action', { bearer: nobody, access: [{ type: 'repository', name: 'a/b', actions: ['*'] }] }],
])('a ticket that says %s is none of ours, although we signed it', async (_, claims) => {
  expect((await refusalOf(openTicket(await sign(claims)))).code).toBe('unauthenticated')
})
