import { Hono } from 'hono'
import {
  conanPackage,
  packageFile,
  packageFolder,
  packageRevision,
  packageRevisionFolder,
  packagesFolder,
  recipeRevision,
} from '@/lib/domain/packages/conan'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { parse } from '@/lib/http/packages/parse'
import { deleteFolder, getFile, putFile, sendFiles, sendLatest, sendRevisions } from './revisions'

/** What was built from a recipe's revision: its packages, and their revisions. */
export const built = new Hono<PackageDoor>()

const packages = '/:name/:version/:user/:channel/revisions/:recipeRevision/packages'
const revision = `${packages}/:packageId/revisions/:packageRevision`

built.delete(packages, (c) => deleteFolder(c, packagesFolder(parse(recipeRevision, c.req.param()))))
built.get(`${packages}/:packageId/latest`, (c) =>
  sendLatest(c, packageFolder(parse(conanPackage, c.req.param()))),
)
built.get(`${packages}/:packageId/revisions`, (c) =>
  sendRevisions(c, packageFolder(parse(conanPackage, c.req.param()))),
)
built.get(`${revision}/files`, (c) =>
  sendFiles(c, packageRevisionFolder(parse(packageRevision, c.req.param()))),
)
built.get(`${revision}/files/:file`, (c) => {
  const { file, ...at } = parse(packageFile, c.req.param())
  return getFile(c, packageRevisionFolder(at), file)
})
built.put(`${revision}/files/:file`, (c) => {
  const { file, ...at } = parse(packageFile, c.req.param())
  return putFile(c, { kind: 'package', folder: packageRevisionFolder(at), file })
})
built.delete(revision, (c) => deleteFolder(c, packageRevisionFolder(parse(packageRevision, c.req.param()))))
