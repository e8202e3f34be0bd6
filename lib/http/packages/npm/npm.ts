import { type Context, Hono } from 'hono'
import { DomainError } from '@/lib/domain/error'
import { npmName } from '@/lib/domain/packages/npm'
import { refusalOf } from '@/lib/domain/refusal'
import { targetOf } from '@/lib/http/door'
import type { PackageFormat } from '@/lib/http/packages/format'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { parse } from '@/lib/http/packages/parse'
import { openProject } from '@/lib/services/access/open-project'
import { deleteDistTag, listDistTags, putDistTag } from './dist-tags'
import { type NpmEndpoint, parseNpmPath } from './npm-path'
import type { NpmRequest } from './npm-request'
import { publishOrDeprecate } from './publish'
import { sendPackument } from './send-packument'
import { sendTarball } from './send-tarball'
import { unpublish, unpublishMissing, unpublishTarball } from './unpublish'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
type Answer = (request: NpmRequest) => Response | Promise<Response>

/** What npm's clients may ask: https://docs.gitlab.com/api/packages/npm/ */
const endpoints: Record<NpmEndpoint, Partial<Record<Method, Answer>>> = {
  packument: { GET: sendPackument, PUT: publishOrDeprecate },
  tarball: { GET: sendTarball },
  'dist-tags': { GET: listDistTags },
  'dist-tag': { PUT: putDistTag, DELETE: deleteDistTag },
  revision: { PUT: unpublishMissing, DELETE: unpublish },
  'tarball-revision': { DELETE: unpublishTarball },
  ping: { GET: (request) => answerAlike(request, {}) },
  whoami: { GET: tellName },
  // nothing is known of any package's flaws, and nobody else is asked
  advisories: { POST: (request) => answerAlike(request, {}) },
  audit: { POST: (request) => answerAlike(request, emptyAudit) },
  other: {},
}

const emptyAudit = {
  actions: [],
  advisories: {},
  muted: [],
  metadata: {
    vulnerabilities: { info: 0, low: 0, moderate: 0, high: 0, critical: 0 },
    dependencies: 0,
    devDependencies: 0,
    optionalDependencies: 0,
    totalDependencies: 0,
  },
}

const project = new Hono<PackageDoor>()
  .get('/*', (c) => answer(c, 'GET'))
  .post('/*', (c) => answer(c, 'POST'))
  .put('/*', (c) => answer(c, 'PUT'))
  .delete('/*', (c) => answer(c, 'DELETE'))

const readers = new Hono<PackageDoor>()
  .get('/*', (c) => answer(c, 'GET'))
  .post('/*', (c) => answer(c, 'POST'))

export const npm: PackageFormat = { word: 'npm', project, group: readers, instance: readers }

const word = '/packages/npm'

function answer(c: Context<PackageDoor>, method: Method): Response | Promise<Response> {
  const { pathname } = targetOf(c)
  const end = pathname.indexOf(word) + word.length
  const asked = parseNpmPath(pathname.slice(end + 1))
  const handler = asked && endpoints[asked.endpoint][method]
  if (!handler) return refuseUnknown(c, method)
  const path = { file: '', tag: '', revision: '', ...asked }
  const name = 'name' in asked ? parse(npmName, asked.name) : ''
  return handler({ c, ...path, name, base: pathname.slice(0, end), place: placeOf(c, name) })
}

/** Of the whole instance a client sees the packages of the group that is named by their scope, as in GitLab. */
function placeOf(c: Context<PackageDoor>, name: string): NpmRequest['place'] {
  const place = c.get('place')
  if (place.kind !== 'instance' || name === '') return place
  const [, scope] = /^@([^/]+)\//.exec(name) ?? []
  if (scope === undefined) throw new DomainError('not_found', 'Package not found')
  return { kind: 'group', name: scope }
}

/** Who has not said who they are learns of no address that changes something. */
function refuseUnknown(c: Context<PackageDoor>, method: Method): never {
  if (method !== 'GET' && c.get('client').kind === 'nobody') throw unauthenticated(c)
  throw new DomainError('not_found', '404 Not Found')
}

async function tellName({ c, place }: NpmRequest): Promise<Response> {
  await requirePlace(c, place)
  const client = c.get('client')
  if (client.kind === 'nobody') throw unauthenticated(c)
  return c.json({ username: client.username })
}

/** What is the same for everybody who may read there. */
async function answerAlike({ c, place }: NpmRequest, body: object): Promise<Response> {
  await requirePlace(c, place)
  return c.json(body)
}

async function requirePlace(c: Context<PackageDoor>, place: NpmRequest['place']): Promise<void> {
  if (place.kind === 'project') await openProject(c.get('client'), 'read_packages', place.name)
}

function unauthenticated(c: Context<PackageDoor>): DomainError {
  return new DomainError('unauthenticated', refusalOf(c.get('client'), 'read_packages', 'challenge'))
}
