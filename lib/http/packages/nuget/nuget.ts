import { Hono } from 'hono'
import { DomainError } from '@/lib/domain/error'
import { nugetNameKey, nugetVersionKey } from '@/lib/domain/packages/nuget'
import { serviceIndex } from '@/lib/domain/packages/nuget-documents'
import { targetOf } from '@/lib/http/door'
import type { PackageFormat } from '@/lib/http/packages/format'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { parse } from '@/lib/http/packages/parse'
import { projectOf } from '@/lib/http/packages/project-of'
import { deletePackageVersion } from '@/lib/services/packages/delete-package-version'
import { baseOf, versionAddress } from './address'
import { openIndex } from './open-index'
import { pushPackage } from './push-package'
import { addReading } from './reading'
import { addFeed } from './v2'

/** NuGet's protocol 3, and of 2 what old clients push to and read in a project: https://docs.gitlab.com/api/packages/nuget/ */
const project = new Hono<PackageDoor>()

/** Where clients push to; old ones to the address of their source, whatever it is, with a slash after it. */
const pushPath = /\/nuget(?:\/v2(?:\/api\/v2\/package)?|\/index\.json|(?<symbols>\/symbolpackage))?\/?$/

project.put('/*', (c) => {
  const place = pushPath.exec(targetOf(c).pathname)
  if (!place) throw new DomainError('not_found', '404 Not Found')
  return pushPackage(c, place.groups?.symbols ? 'snupkg' : 'nupkg')
})

project.delete('/:name/:version', async (c) => {
  const { name, version } = parse(versionAddress, c.req.param())
  await deletePackageVersion(c.get('client'), c.get('address'), projectOf(c), {
    type: 'nuget',
    nameKey: nugetNameKey(name),
    versionKey: nugetVersionKey(version),
  })
  return c.body(null, 204)
})

addFeed(project)

const group = new Hono<PackageDoor>()

for (const routes of [project, group]) {
  routes.get('/index.json', async (c) => {
    await openIndex(c)
    return c.json(serviceIndex(baseOf(c), c.get('place').kind === 'project'))
  })
  addReading(routes)
}

// dotnet's --skip-duplicate knows a version that is there by 409
export const nuget: PackageFormat = { word: 'nuget', conflict: 409, project, group }
