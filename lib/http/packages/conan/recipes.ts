import { Hono } from 'hono'
import {
  conanReference,
  conanSearch,
  recipeFile,
  recipeFolder,
  recipeRevision,
  revisionFolder,
} from '@/lib/domain/packages/conan'
import { targetOf } from '@/lib/http/door'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { parse } from '@/lib/http/packages/parse'
import { projectOf } from '@/lib/http/packages/project-of'
import { deletePackageVersion } from '@/lib/services/packages/delete-package-version'
import { searchConanReferences } from '@/lib/services/packages/search-conan-references'
import {
  deleteFolder,
  getFile,
  putFile,
  sendFiles,
  sendLatest,
  sendPackages,
  sendRevisions,
} from './revisions'

/** Recipes, and their revisions. */
export const recipes = new Hono<PackageDoor>()

recipes.get('/search', async (c) => {
  const pattern = parse(conanSearch, Object.fromEntries(new URLSearchParams(targetOf(c).search)))
  return c.json({ results: await searchConanReferences(c.get('client'), projectOf(c), pattern) })
})

const reference = '/:name/:version/:user/:channel'
const revision = `${reference}/revisions/:recipeRevision`

recipes.delete(reference, async (c) => {
  const { name, version } = parse(conanReference, c.req.param())
  const found = { type: 'conan', nameKey: name, versionKey: version } as const
  await deletePackageVersion(c.get('client'), c.get('address'), projectOf(c), found)
  return c.body(null, 200)
})

recipes.get(`${reference}/latest`, (c) => sendLatest(c, ''))
recipes.get(`${reference}/revisions`, (c) => sendRevisions(c, ''))
recipes.get(`${reference}/search`, (c) => sendPackages(c, undefined))
recipes.get(`${revision}/search`, (c) => sendPackages(c, parse(recipeRevision, c.req.param()).recipeRevision))
recipes.get(`${revision}/files`, (c) => sendFiles(c, recipeFolder(parse(recipeRevision, c.req.param()))))
recipes.get(`${revision}/files/:file`, (c) => {
  const { file, ...at } = parse(recipeFile, c.req.param())
  return getFile(c, recipeFolder(at), file)
})
recipes.put(`${revision}/files/:file`, (c) => {
  const { file, ...at } = parse(recipeFile, c.req.param())
  return putFile(c, { kind: 'recipe', folder: recipeFolder(at), file })
})
recipes.delete(revision, (c) => deleteFolder(c, revisionFolder(parse(recipeRevision, c.req.param()))))
