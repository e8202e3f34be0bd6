import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'
import {
  latestModule,
  type ModuleVersionAddress,
  moduleAddress,
  moduleVersionAddress,
} from '@/lib/domain/packages/terraform'
import { env } from '@/lib/env'
import { targetOf } from '@/lib/http/door'
import { bodyOf } from '@/lib/http/packages/body-of'
import { checkSums } from '@/lib/http/packages/check-sums'
import type { PackageFormat } from '@/lib/http/packages/format'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { parse } from '@/lib/http/packages/parse'
import { projectOf } from '@/lib/http/packages/project-of'
import { sendFile } from '@/lib/http/packages/send-file'
import { readQuery } from '@/lib/http/rest/parameters'
import { publishTerraformModule } from '@/lib/services/packages/publish-terraform-module'
import { receiveFile } from '@/lib/services/packages/receive-file'
import { findModule, findModuleFile } from './find-module'
import { moduleRegistry } from './module-registry'

const modulePath = '/modules/:name/:system'
const query = z.object({ 'terraform-get': z.literal('1').optional() })

/** Modules of one project: https://docs.gitlab.com/api/packages/terraform-modules/ */
const project = new Hono<PackageDoor>()

project.put(`${modulePath}/:version/file`, async (c) => {
  const address = parse(moduleVersionAddress, c.req.param())
  await receiveFile(c.get('client'), projectOf(c), { openBody: bodyOf(c) }, (draft) => {
    checkSums(c, draft)
    return publishTerraformModule(c.get('client'), projectOf(c), address, draft)
  })
  return c.json({ message: '201 Created' }, 201)
})

project.get(modulePath, async (c) => {
  const address = parse(moduleAddress, c.req.param())
  const latest = latestModule((await findModule(c, c.get('place'), address)).versions)
  if (!latest) throw new DomainError('not_found', 'Package not found')
  return sendModule(c, { ...address, version: latest.version })
})

project.get(`${modulePath}/:version`, (c) => sendModule(c, parse(moduleVersionAddress, c.req.param())))

export const terraform: PackageFormat = { word: 'terraform', project, instance: moduleRegistry }

/**
 * The archive, or where it is for Terraform, which asks that of any address in a module's source:
 * https://developer.hashicorp.com/terraform/language/modules/sources#http-urls
 */
async function sendModule(c: Context<PackageDoor>, address: ModuleVersionAddress): Promise<Response> {
  const { 'terraform-get': isWhere } = parse(query, readQuery(targetOf(c).search))
  const found = await findModuleFile(c, c.get('place'), address)
  if (!isWhere) return sendFile(c, found)
  return c.body(null, 204, { 'X-Terraform-Get': `${env.url}${targetOf(c).pathname}?archive=tgz` })
}
