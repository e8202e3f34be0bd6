import { type Context, Hono } from 'hono'
import { attachment } from '@/lib/domain/content-disposition'
import { DomainError } from '@/lib/domain/error'
import { readGoAddress } from '@/lib/domain/packages/go-address'
import {
  findGoVersion,
  findLatestGoVersion,
  type GoVersion,
  resolveGoVersion,
} from '@/lib/services/packages/find-go-version'
import { listGoVersions } from '@/lib/services/packages/list-go-versions'
import { type OpenGoModule, openGoModule } from '@/lib/services/packages/open-go-module'
import { zipGoVersion } from '@/lib/services/packages/zip-go-version'
import type { PackageFormat } from './format'
import type { PackageDoor } from './package-door'
import { projectOf } from './project-of'

/** Modules of a project's own repository, whose tags are their versions: https://go.dev/ref/mod#goproxy-protocol */
const project = new Hono<PackageDoor>()

project.get('/:path{.+}', async (c) => {
  const asked = readGoAddress(c.req.param('path'))
  if (!asked) throw new DomainError('not_found', 'The Go module proxy has no such address.')
  const opened = await openGoModule(c.get('client'), projectOf(c), asked.modulePath)
  if (asked.asks === 'list') return sendList(c, await listGoVersions(opened))
  if (asked.asks === 'latest') return sendInfo(c, await findLatestGoVersion(opened))
  if (asked.asks === 'info') return sendInfo(c, await resolveGoVersion(opened, asked.version))
  const version = await findGoVersion(opened, asked.version)
  return asked.asks === 'mod' ? sendMod(c, version) : sendZip(c, opened, version)
})

export const go: PackageFormat = { word: 'go', project, refusals: 'text' }

const plainText = { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Security-Policy': 'sandbox' }

function sendList(c: Context<PackageDoor>, versions: readonly string[]): Response {
  return c.body(versions.map((version) => `${version}\n`).join(''), 200, plainText)
}

function sendInfo(c: Context<PackageDoor>, { version, commit }: GoVersion): Response {
  return c.json({ Version: version, Time: commit.at.toISOString().replace(/\.\d+/, '') })
}

function sendMod(c: Context<PackageDoor>, { goMod }: GoVersion): Response {
  return c.body(new Uint8Array(goMod), 200, plainText)
}

async function sendZip(c: Context<PackageDoor>, opened: OpenGoModule, version: GoVersion): Promise<Response> {
  const headers = {
    'Content-Type': 'application/zip',
    'Content-Disposition': attachment(`${version.version}.zip`),
    'Content-Security-Policy': 'sandbox',
  }
  if (c.req.method === 'HEAD') return c.body(null, 200, headers)
  const taker = { signal: c.req.raw.signal, onBreak: () => c.env.outgoing.destroy() }
  return c.body(await zipGoVersion(c.get('client'), opened, version, taker), 200, headers)
}
