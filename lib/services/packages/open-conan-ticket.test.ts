import { beforeAll, expect, test } from 'vitest'
import { makeGroup, makeProject, makeToken, refusalOf } from '@/e2e/support/fixtures'
import { conanAudience } from '@/lib/domain/packages/conan-ticket'
import { registryService, ticketIssuer } from '@/lib/domain/registry-ticket'
import { signTicket } from '@/lib/storage/tickets'
import { openConanTicket } from './open-conan-ticket'

const validity = { issuer: ticketIssuer, audience: conanAudience, seconds: 60 }
let bearer: { kind: 'deploy-token'; id: number }

beforeAll(async () => {
  const { token } = await makeToken(await makeProject(await makeGroup()))
  bearer = { kind: 'deploy-token', id: token.id }
})

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('a ticket is whoever bears it, as they are now', async () => {
  expect(await openConanTicket(await signTicket({ bearer }, validity))).toMatchObject(bearer)
})

test.each<[string, () => Promise<string>]>([
  ['is over', () => signTicket({ bearer }, { ...validity, datedBackSeconds: 61 })],
  ['is for nobody', () => signTicket({ bearer: { kind: 'nobody' } }, validity)],
  ['is for no token there is', () => signTicket({ bearer: { ...bearer, id: 2_000_000_000 } }, validity)],
  ['says more of its bearer', () => signTicket({ bearer: { ...bearer, isAdmin: true } }, validity)],
  ['is of another issuer', () => signTicket({ bearer }, { ...validity, issuer: 'other' })],
  ['is for images', () => signTicket({ bearer }, { ...validity, audience: registryService })],
  ['was changed', async () => (await signTicket({ bearer }, validity)).replace(/.{4}$/, 'AAAA')],
  ['has no signature', async () => (await signTicket({ bearer }, validity)).replace(/[^.]+$/, '')],
  ['is unsigned', async () => `${base64({ alg: 'none' })}.${base64({ bearer })}.`],
  ['is none', async () => 'unset'],
])('a ticket that %s opens nothing', async (_, make) => {
  expect((await refusalOf(openConanTicket(await make()))).code).toBe('unauthenticated')
})
