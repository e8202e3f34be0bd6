import { Hono } from 'hono'
import { z } from 'zod'
import { composerFileName, composerReference, composerVersionKey } from '@/lib/domain/packages/composer'
import { targetOf } from '@/lib/http/door'
import type { PackageFormat } from '@/lib/http/packages/format'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { parse } from '@/lib/http/packages/parse'
import { projectOf } from '@/lib/http/packages/project-of'
import { sendFile } from '@/lib/http/packages/send-file'
import { findFileByName } from '@/lib/services/packages/find-file-by-name'
import { findPackageFile } from '@/lib/services/packages/find-package-file'
import { publishComposerPackage } from '@/lib/services/packages/publish-composer-package'
import { packageOf } from './package-of'
import { readRef } from './read-ref'
import { sendPackage, sendRoot } from './send-metadata'
import { sendProvider, sendProviders } from './send-providers'

/** GitLab's address has the commit alone; ours the version too, as two of one commit have an archive each. */
const archive = z.object({ sha: composerReference, version: z.string().max(500).optional() })

/** https://docs.gitlab.com/api/packages/composer/ */
const project = new Hono<PackageDoor>()

project.post('/', async (c) => {
  await publishComposerPackage(c.get('client'), projectOf(c), () => readRef(c), c.req.raw.signal)
  return c.json({ message: '201 Created' }, 201)
})

project.get('/archives/:vendor/:file', async (c) => {
  const name = packageOf(c, /\.zip$/)
  const { sha, version } = parse(archive, Object.fromEntries(new URLSearchParams(targetOf(c).search)))
  const file = composerFileName(name, sha)
  const [client, place] = [c.get('client'), c.get('place')] as const
  if (version === undefined) return sendFile(c, await findFileByName(client, place, 'composer', file))
  const which = {
    type: 'composer',
    nameKey: name,
    versionKey: composerVersionKey(version, sha),
    file,
  } as const
  return sendFile(c, await findPackageFile(client, place, which))
})

/** Where clients read: GitLab has all of a group's packages there, and none of a project alone. */
const group = new Hono<PackageDoor>()

group.on('GET', ['/packages', '/packages.json'], sendRoot)
group.get('/p/:sha', sendProviders)
group.get('/p2/:vendor/:file', sendPackage)
group.get('/:vendor/:file', sendProvider)

export const composer: PackageFormat = {
  word: 'composer',
  project,
  group,
  groupSegment: 'group',
  conflict: 409,
}
