import type { Context } from 'hono'
import { describeVersions, ofStability } from '@/lib/domain/packages/composer-documents'
import { env } from '@/lib/env'
import { targetOf } from '@/lib/http/door'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { listWholePackages } from '@/lib/services/packages/list-whole-packages'
import { openAllPackages } from '@/lib/services/packages/open-all-packages'
import { packageOf } from './package-of'
import { providersRoot } from './send-providers'

/**
 * The repository itself: where clients find a package's metadata, and of which packages. As with GitLab, one of Composer 2
 * gets nothing of what it would not read, which takes all packages to make.
 */
export async function sendRoot(c: Context<PackageDoor>): Promise<Response> {
  const base = targetOf(c).pathname.replace(/\/packages(\.json)?$/, '')
  const packages = await openAllPackages(c.get('client'), c.get('place'), 'composer')
  const isNew = (c.req.header('user-agent') ?? '').includes('Composer/2')
  return c.json({
    packages: [],
    'metadata-url': `${base}/p2/%package%.json`,
    'available-packages': [...new Set(packages.map(({ name }) => name))],
    ...(!isNew && (await providersRoot(c, base))),
  })
}

/** What there is of a package: its releases, or with `~dev` behind its name what is developed. */
export async function sendPackage(c: Context<PackageDoor>): Promise<Response> {
  const name = packageOf(c, /(~dev)?(\.json)?$/)
  const packages = await listWholePackages(c.get('client'), c.get('place'), 'composer', name)
  const versions = describeVersions(packages, env.url)
  return c.json({
    packages: { [name]: ofStability(versions, /~dev(\.json)?$/.test(c.req.param('file') ?? '')) },
  })
}
