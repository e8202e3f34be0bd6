import { type Context, Hono } from 'hono'
import { DomainError } from '@/lib/domain/error'
import type { PackagePlace } from '@/lib/domain/package-place'
import { notFoundText } from '@/lib/domain/refusal'
import { targetOf } from '@/lib/http/door'
import { placeId } from '@/lib/http/rest/parameters'
import { refuse } from './answers'
import { composer } from './composer/composer'
import { conan } from './conan/conan'
import type { PackageFormat } from './format'
import { generic } from './generic'
import { go } from './go'
import { helm } from './helm'
import { identifyClient } from './identify-client'
import { limitRequests } from './limit-requests'
import { maven } from './maven/maven'
import { npm } from './npm/npm'
import { nuget } from './nuget/nuget'
import type { PackageDoor } from './package-door'
import { pypi } from './pypi'
import { rubygems } from './rubygems'
import { terraform } from './terraform/terraform'

/** Every format there is. README.md tells how to add one. */
const formats: readonly PackageFormat[] = [
  generic,
  npm,
  maven,
  helm,
  pypi,
  rubygems,
  nuget,
  composer,
  conan,
  terraform,
  go,
]

/** The package registry below /api/v4, at GitLab's own paths: https://docs.gitlab.com/api/packages/ */
export const packages = new Hono<PackageDoor>()

for (const format of formats) {
  const { word, project, group, groupSegment = 'groups', instance } = format
  mount(format, `/projects/:id/packages/${word}`, 'project', project)
  if (group) mount(format, `/${groupSegment}/:id/-/packages/${word}`, 'group', group)
  if (instance) mount(format, `/packages/${word}`, 'instance', instance)
}

packages.onError(refuse)

/** What a parsed URL has lost, and with it what was asked for. */
const dotSegment = /(^|\/)(\.|%2e){1,2}(\/|$)/i

/** Every request below a path says who asks, and where, before a format sees it. */
function mount(
  { conflict = 403, refusals = 'json', openTicket }: PackageFormat,
  path: string,
  kind: PackagePlace['kind'],
  routes: Hono<PackageDoor>,
): void {
  const entry = new Hono<PackageDoor>()
  entry.use(async (c, next) => {
    c.set('route', path)
    c.set('conflict', conflict)
    c.set('refusals', refusals)
    c.header('Cache-Control', 'private, no-cache')
    if (dotSegment.test(targetOf(c).pathname)) throw new DomainError('invalid', 'The path has dot segments.')
    c.set('client', await identifyClient(c, targetOf(c).search, openTicket))
    await limitRequests(c.get('client'), c.get('address'))
    c.set('place', placeOf(c, kind))
    await next()
  })
  entry.route('/', routes)
  packages.route(path, entry)
}

function placeOf(c: Context<PackageDoor>, kind: PackagePlace['kind']): PackagePlace {
  if (kind === 'instance') return { kind }
  const id = placeId.safeParse(c.req.param('id'))
  if (!id.success) throw new DomainError('not_found', notFoundText)
  return { kind, name: id.data }
}
