import { expect, test } from 'vitest'
import { makeGroup, makeProject, makeToken, refusalOf } from '@/e2e/support/fixtures'
import { registryService, ticketIssuer } from '@/lib/domain/registry-ticket'
import { signTicket } from '@/lib/storage/tickets'
import { openTicket } from './open-ticket'

const nobody = { kind: 'nobody' }
const sign = (claims: Record<string, unknown>) =>
  signTicket(claims, { issuer: ticketIssuer, audience: registryService, seconds: 300 })

test('a ticket is whoever bears it, as they are now', async () => {
  const { token } = await makeToken(await makeProject(await makeGroup()), { scopes: ['read_registry'] })
  const access = [{ type: 'repository', name: 'acme/app', actions: ['pull'] }]
  const opened = await openTicket(await sign({ bearer: { kind: 'deploy-token', id: token.id }, access }))
  expect(opened).toMatchObject({
    access,
    actor: { kind: 'deploy-token', id: token.id, scopes: ['read_registry'] },
  })
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

test('a ticket whose bearer never was is over', async () => {
  const ticket = await sign({ access: [], bearer: { kind: 'deploy-token', id: 2_000_000_000 } })
  expect((await refusalOf(openTicket(ticket))).code).toBe('unauthenticated')
})
