import { type Context, Hono } from 'hono'
import { accepts } from 'hono/accepts'
import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'
import {
  pypiName,
  pypiNameKey,
  pypiVersion,
  pypiVersionKey,
  readDistributionName,
} from '@/lib/domain/packages/pypi'
import {
  firstOfEach,
  metadataSuffix,
  projectHtml,
  projectJson,
  projectsHtml,
  projectsJson,
  simpleFilesOf,
} from '@/lib/domain/packages/simple-index'
import { oneLine } from '@/lib/domain/text'
import { targetOf } from '@/lib/http/door'
import { readQuery } from '@/lib/http/rest/parameters'
import { findPackageFile } from '@/lib/services/packages/find-package-file'
import { listVersions } from '@/lib/services/packages/list-versions'
import { openAllPackages } from '@/lib/services/packages/open-all-packages'
import { publishDistribution } from '@/lib/services/packages/publish-distribution'
import { yankPackageVersion } from '@/lib/services/packages/yank-package-version'
import type { PackageFormat } from './format'
import type { PackageDoor } from './package-door'
import { parse } from './parse'
import { projectOf } from './project-of'
import { type ReceivedForm, receiveForm } from './receive-form'
import { sendFile } from './send-file'

/** An installer's reading: https://packaging.python.org/en/latest/specifications/simple-repository-api/ */
function readingRoutes(): Hono<PackageDoor> {
  const routes = new Hono<PackageDoor>()
  routes.on('GET', ['/simple', '/simple/'], listProjects)
  routes.on('GET', ['/simple/:name', '/simple/:name/'], showProject)
  routes.get('/files/:sha256/:file', sendDistribution)
  return routes
}

const project = readingRoutes()
const yanked = z.object({ name: pypiName, version: pypiVersion })
const why = z.object({ reason: oneLine('reason', 255, { isOptional: true }).default('') })

/** The legacy upload API: https://docs.pypi.org/api/upload/ */
project.post('/', (c) =>
  receiveForm(c, async (form) => {
    await publishDistribution(c.get('client'), projectOf(c), readForm(form))
    return c.json({ message: '201 Created' }, 201)
  }),
)

// neither GitLab nor the legacy API has an address for this; the pair is like that of Cargo's registries
project.put('/yanked/:name/:version', async (c) => {
  const { reason } = parse(why, readQuery(targetOf(c).search))
  return yank(c, reason)
})
project.delete('/yanked/:name/:version', (c) => yank(c, undefined))

export const pypi: PackageFormat = { word: 'pypi', project, group: readingRoutes(), conflict: 400 }

async function yank(c: Context<PackageDoor>, reason: string | undefined): Promise<Response> {
  const { name, version } = parse(yanked, c.req.param())
  const versionName = {
    type: 'pypi',
    nameKey: pypiNameKey(name),
    versionKey: pypiVersionKey(version) ?? '',
  } as const
  await yankPackageVersion(c.get('client'), c.get('address'), projectOf(c), versionName, reason)
  return c.body(null, 204)
}

const hexadecimal = z.string().transform((digits) => digits.toLowerCase())
const form = z.object({
  ':action': z.literal('file_upload', { error: ':action must be file_upload' }),
  protocol_version: z.literal('1', { error: 'protocol_version must be 1' }).optional(),
  name: pypiName,
  version: pypiVersion,
  filetype: z.string().optional(),
  requires_python: z.string().optional(),
  md5_digest: hexadecimal.optional(),
  sha256_digest: hexadecimal.optional(),
  blake2_256_digest: hexadecimal.optional(),
})

function readForm({ fields, fileName, draft }: ReceivedForm) {
  const sent = parse(
    form,
    Object.fromEntries(Object.keys(form.shape).map((name) => [name, oneOf(fields, name)])),
  )
  return {
    name: sent.name,
    version: sent.version,
    fileName,
    draft,
    type: sent.filetype,
    requiresPython: sent.requires_python,
    digests: {
      md5: sent.md5_digest,
      sha256: sent.sha256_digest,
      blake2b256: sent.blake2_256_digest,
    },
  }
}

/** A field that says something; clients send empty ones for what they do not know. */
function oneOf(fields: ReceivedForm['fields'], name: string): string | undefined {
  const [value, second] = fields.get(name) ?? []
  if (second !== undefined) throw new DomainError('invalid', `${name} is given more than once`)
  return value === '' ? undefined : value
}

async function listProjects(c: Context<PackageDoor>): Promise<Response> {
  const packages = await openAllPackages(c.get('client'), c.get('place'), 'pypi')
  const names = [...new Set(packages.map(({ name }) => pypiNameKey(name)))].sort()
  return answer(c, {
    json: () => projectsJson(names),
    html: () => projectsHtml(names, baseOf(c)),
  })
}

async function showProject(c: Context<PackageDoor>): Promise<Response> {
  const nameKey = pypiNameKey(parse(pypiName, c.req.param('name')))
  const found = await listVersions(c.get('client'), c.get('place'), 'pypi', nameKey)
  const versions = firstOfEach(found.versions)
  const files = simpleFilesOf(versions, baseOf(c))
  return answer(c, {
    json: () =>
      projectJson(
        nameKey,
        files,
        versions.map(({ version }) => version),
      ),
    html: () => projectHtml(nameKey, files),
  })
}

async function sendDistribution(c: Context<PackageDoor>): Promise<Response> {
  const { sha256, file } = parse(z.object({ sha256: z.string(), file: z.string() }), c.req.param())
  const isMetadata = file.endsWith(metadataSuffix)
  const distribution = isMetadata ? file.slice(0, -metadataSuffix.length) : file
  const read = readDistributionName(distribution)
  if (!read) throw new DomainError('not_found', 'File not found')
  const find = (name: string) =>
    findPackageFile(c.get('client'), c.get('place'), { ...read, type: 'pypi', file: name })
  const [found, asked] = await Promise.all([find(distribution), isMetadata ? find(file) : undefined])
  if (found.file.sha256 !== sha256) throw new DomainError('not_found', 'File not found')
  return sendFile(c, asked ?? found)
}

/** The URL of the place's packages, by its path, so that it holds under whatever name the server is asked. */
function baseOf(c: Context<PackageDoor>): string {
  return targetOf(c).pathname.replace(/(\/packages\/pypi)\/.*$/s, '$1')
}

const html = 'application/vnd.pypi.simple.v1+html'
const json = 'application/vnd.pypi.simple.v1+json'
const types: Record<string, string> = {
  [json]: json,
  'application/vnd.pypi.simple.latest+json': json,
  [html]: html,
  'application/vnd.pypi.simple.latest+html': html,
  'text/html': 'text/html',
}

/** In the type that the client likes best, or as a page: https://peps.python.org/pep-0691/#version-format-selection */
function answer(c: Context<PackageDoor>, documents: { json: () => object; html: () => string }): Response {
  const wanted = accepts(c, { header: 'Accept', supports: Object.keys(types), default: 'text/html' })
  const type = types[wanted] ?? 'text/html'
  const body = type === json ? JSON.stringify(documents.json()) : documents.html()
  return c.body(body, 200, {
    'Content-Type': type === 'text/html' ? 'text/html; charset=utf-8' : type,
    'Content-Security-Policy': "sandbox; default-src 'none'",
    Vary: 'Accept',
  })
}
