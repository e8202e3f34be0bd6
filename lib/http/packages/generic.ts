import { Hono } from 'hono'
import { z } from 'zod'
import { genericFile, genericName, genericVersion } from '@/lib/domain/packages/generic'
import { targetOf } from '@/lib/http/door'
import { readQuery } from '@/lib/http/rest/parameters'
import { presentPackageFile } from '@/lib/http/rest/views/present-package'
import { findPackageFile } from '@/lib/services/packages/find-package-file'
import { addFiles, publishPackage } from '@/lib/services/packages/publish-package'
import { receiveFile } from '@/lib/services/packages/receive-file'
import { bodyOf } from './body-of'
import { checkSums } from './check-sums'
import type { PackageFormat } from './format'
import type { PackageDoor } from './package-door'
import { parse } from './parse'
import { projectOf } from './project-of'
import { sendFile } from './send-file'

const address = z.object({ name: genericName, version: genericVersion, file: genericFile })
const query = z.object({
  select: z.enum(['package_file']).optional(),
  /** What is hidden is in no list, and can be had by its names. */
  status: z.enum(['default', 'hidden']).default('default'),
})

/** Any file under any name and version: https://docs.gitlab.com/user/packages/generic_packages/ */
const project = new Hono<PackageDoor>()

project.put('/:name/:version/:file{.+}', async (c) => {
  const { name, version, file } = parse(address, c.req.param())
  const { select, status } = parse(query, readQuery(targetOf(c).search))
  const published = await receiveFile(c.get('client'), projectOf(c), { openBody: bodyOf(c) }, (draft) => {
    checkSums(c, draft)
    return publishPackage(c.get('client'), projectOf(c), {
      type: 'generic',
      name,
      nameKey: name,
      version,
      versionKey: version,
      ...(status === 'hidden' && { metadata: { status } }),
      files: [{ name: file, draft }],
      meet: addFiles,
    })
  })
  const [record] = published.files
  if (select === undefined || !record) return c.json({ message: '201 Created' }, 201)
  return c.json(presentPackageFile(published.versionId, record), 201)
})

project.get('/:name/:version/:file{.+}', async (c) => {
  const { name, version, file } = parse(address, c.req.param())
  const found = await findPackageFile(c.get('client'), c.get('place'), {
    type: 'generic',
    nameKey: name,
    versionKey: version,
    file,
  })
  return sendFile(c, found)
})

export const generic: PackageFormat = { word: 'generic', project, conflict: 409 }
