import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'
import {
  latestModule,
  moduleAddress,
  moduleDetails,
  moduleVersionAddress,
  moduleVersionKey,
  moduleVersions,
} from '@/lib/domain/packages/terraform'
import { accessDeniedText } from '@/lib/domain/refusal'
import { targetOf } from '@/lib/http/door'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { parse } from '@/lib/http/packages/parse'
import { sendFile } from '@/lib/http/packages/send-file'
import { placeId, readQuery } from '@/lib/http/rest/parameters'
import { issueFileTicket } from '@/lib/services/packages/issue-file-ticket'
import { openFileTicket } from '@/lib/services/packages/open-file-ticket'
import { findModule, findModuleFile } from './find-module'

const modulePath = '/modules/v1/:namespace/:name/:system'
const namespace = z.object({ namespace: placeId })
const fileQuery = z.object({ token: z.string().optional() })

/**
 * Modules by the name of a group and their own, in whichever project below it they are, in Terraform's protocol and at GitLab's
 * addresses: https://developer.hashicorp.com/terraform/internals/module-registry-protocol
 */
export const moduleRegistry = new Hono<PackageDoor>()

moduleRegistry.get(`${modulePath}/versions`, async (c) => {
  const address = parse(moduleAddress, c.req.param())
  const { versions, source } = await findModule(c, groupOf(c), address)
  return c.json(moduleVersions(versions, address.system, source))
})

moduleRegistry.get(modulePath, async (c) => {
  const address = parse(moduleAddress, c.req.param())
  const { version, source } = await findLatest(c)
  return c.json(moduleDetails({ ...address, version }, source))
})

moduleRegistry.get(`${modulePath}/download`, async (c) => {
  const { version } = await findLatest(c)
  return c.redirect(targetOf(c).pathname.replace(/download$/, `${version}/download`), 302)
})

moduleRegistry.get(`${modulePath}/:version`, async (c) => {
  const address = parse(moduleVersionAddress, c.req.param())
  const { versions, source } = await findModule(c, groupOf(c), address)
  const key = moduleVersionKey(address.version)
  const found = versions.find((one) => moduleVersionKey(one.version) === key)
  if (!found) throw new DomainError('not_found', 'Package not found')
  return c.json(moduleDetails({ ...address, version: found.version }, source))
})

/** Terraform asks for the file without any header: what it may is in a ticket for that one file. */
moduleRegistry.get(`${modulePath}/:version/download`, async (c) => {
  const address = parse(moduleVersionAddress, c.req.param())
  const { file } = await findModuleFile(c, groupOf(c), address)
  const ticket = await issueFileTicket(c.get('client'), file)
  const query = new URLSearchParams({ ...(ticket && { token: ticket }), archive: 'tgz' })
  const url = `${targetOf(c).pathname.replace(/download$/, 'file')}?${query}`
  return c.body(null, 204, { 'X-Terraform-Get': url, 'Cache-Control': 'no-store' })
})

moduleRegistry.get(`${modulePath}/:version/file`, async (c) => {
  const address = parse(moduleVersionAddress, c.req.param())
  const { token } = parse(fileQuery, readQuery(targetOf(c).search))
  const ticket = token ? await openFileTicket(token) : undefined
  if (ticket) {
    c.set('client', ticket.actor)
    c.set('actor', ticket.actor)
  }
  const found = await findModuleFile(c, groupOf(c), address)
  if (ticket && ticket.fileId !== found.file.id) throw new DomainError('unauthenticated', accessDeniedText)
  return sendFile(c, found)
})

async function findLatest(c: Context<PackageDoor>): Promise<{ version: string; source: string }> {
  const { versions, source } = await findModule(c, groupOf(c), parse(moduleAddress, c.req.param()))
  const latest = latestModule(versions)
  if (!latest) throw new DomainError('not_found', 'Package not found')
  return { version: latest.version, source }
}

function groupOf(c: Context<PackageDoor>) {
  return { kind: 'group', name: parse(namespace, c.req.param()).namespace } as const
}
