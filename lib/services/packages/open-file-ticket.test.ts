import { expect, test } from 'vitest'
import { makeGroup, makeProject, refusalOf } from '@/e2e/support/fixtures'
import { makeTokenActor } from '@/e2e/support/registry-request'
import { nobody } from '@/lib/domain/actor'
import { packageTicketAudience } from '@/lib/domain/package-ticket'
import { ticketIssuer } from '@/lib/domain/registry-ticket'
import { issueTicket } from '@/lib/services/registry/issue-ticket'
import { openTicket } from '@/lib/services/registry/open-ticket'
import { signTicket } from '@/lib/storage/tickets'
import { issueFileTicket } from './issue-file-ticket'
import { openFileTicket } from './open-file-ticket'

const makeActor = async () =>
  makeTokenActor(await makeProject(await makeGroup()), ['read_package_registry', 'read_registry'])

test('a ticket for a file is whoever bears it, as they are now', async () => {
  const actor = await makeActor()
  const ticket = await issueFileTicket(actor, { id: 7 })
  expect(await openFileTicket(ticket ?? '')).toEqual({ actor, fileId: 7 })
})

test('nobody gets none', async () => {
  expect(await issueFileTicket(nobody, { id: 7 })).toBe(undefined)
})

test.each<[string, Record<string, unknown>]>([
  ['no bearer', { file: 7 }],
  ['a user without a token', { bearer: { kind: 'user', id: 1 }, file: 7 }],
  ['no file', { bearer: { kind: 'nobody' } }],
  ['a file by its name', { bearer: { kind: 'nobody' }, file: 'a.tgz' }],
  ['a bearer who never was', { bearer: { kind: 'deploy-token', id: 2_000_000_000 }, file: 7 }],
])('one that says %s opens nothing, although we signed it', async (_, claims) => {
  const validity = { issuer: ticketIssuer, audience: packageTicketAudience, seconds: 60 }
  const ticket = await signTicket(claims, validity)
  expect((await refusalOf(openFileTicket(ticket))).code).toBe('unauthenticated')
})

test('a ticket for a file opens no image, nor one for images a file', async () => {
  const actor = await makeActor()
  const ofFile = (await issueFileTicket(actor, { id: 7 })) ?? ''
  const { token: ofImages } = await issueTicket(actor, [])
  await expect(openTicket(ofFile)).rejects.toThrow()
  expect((await openTicket(ofImages)).bearer).toEqual({ kind: 'deploy-token', id: actor.id })
  expect((await refusalOf(openFileTicket(ofImages))).code).toBe('unauthenticated')
})
