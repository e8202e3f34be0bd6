import type { Context } from 'hono'
import { DomainError } from '@/lib/domain/error'
import {
  type ConanFile,
  type ConanRevision,
  conanBytesMax,
  conanReference,
} from '@/lib/domain/packages/conan'
import { requireLength } from '@/lib/http/packages/body-of'
import { checkSums } from '@/lib/http/packages/check-sums'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { parse } from '@/lib/http/packages/parse'
import { projectOf } from '@/lib/http/packages/project-of'
import { sendFile } from '@/lib/http/packages/send-file'
import { deletePackageFolder } from '@/lib/services/packages/delete-package-folder'
import { findConanFiles } from '@/lib/services/packages/find-conan-files'
import { listConanPackages } from '@/lib/services/packages/list-conan-packages'
import { listConanRevisions } from '@/lib/services/packages/list-conan-revisions'
import { publishConanFile } from '@/lib/services/packages/publish-conan-file'
import { type OpenBody, packageBytesMax, receiveFile } from '@/lib/services/packages/receive-file'

// What recipes and packages have alike: revisions in a folder, and files in that of a revision.

/** The latest revision in a folder. */
export async function sendLatest(c: Context<PackageDoor>, folder: string): Promise<Response> {
  const [latest] = await listConanRevisions(c.get('client'), c.get('place'), at(c, folder))
  return c.json(present(latest))
}

/** All revisions in a folder, the latest first. */
export async function sendRevisions(c: Context<PackageDoor>, folder: string): Promise<Response> {
  const revisions = await listConanRevisions(c.get('client'), c.get('place'), at(c, folder))
  return c.json({ revisions: revisions.map(present) })
}

function present({ revision, publishedAt }: ConanRevision) {
  return { revision, time: publishedAt.toISOString() }
}

/** The packages of a recipe's revision, the latest where none is said: the client reads each one's conaninfo.txt itself. */
export async function sendPackages(
  c: Context<PackageDoor>,
  recipeRevision: string | undefined,
): Promise<Response> {
  const recipe = { ...parse(conanReference, c.req.param()), recipeRevision }
  const found = await listConanPackages(c.get('client'), c.get('place'), recipe)
  return c.json(Object.fromEntries(found.map(({ packageId, info }) => [packageId, { content: info }])))
}

/** The names of a revision's files, as the keys of an object. */
export async function sendFiles(c: Context<PackageDoor>, folder: string): Promise<Response> {
  const { files } = await findConanFiles(c.get('client'), c.get('place'), at(c, folder))
  return c.json({ files: Object.fromEntries(files.map(({ name }) => [name.slice(folder.length), {}])) })
}

export async function getFile(c: Context<PackageDoor>, folder: string, file: string): Promise<Response> {
  const { projectId, files } = await findConanFiles(c.get('client'), c.get('place'), at(c, folder))
  const found = files.find(({ name }) => name === folder + file)
  if (!found) throw new DomainError('not_found', 'File not found')
  return sendFile(c, { projectId, file: found })
}

/** 201 for a file that is new, 200 for one that the published revision has. An empty file is one, too. */
export async function putFile(
  c: Context<PackageDoor>,
  sent: Pick<ConanFile, 'kind' | 'folder' | 'file'>,
): Promise<Response> {
  const file = { ...parse(conanReference, c.req.param()), ...sent }
  const bytesMax = conanBytesMax(file.file) ?? packageBytesMax
  const openBody: OpenBody = (limit) => {
    requireLength(c, limit)
    return c.req.raw.body ?? new Blob([]).stream()
  }
  const origin = { openBody, bytesMax, mayReplace: true }
  const isNew = await receiveFile(c.get('client'), projectOf(c), origin, (draft) => {
    checkSums(c, draft)
    return publishConanFile(c.get('client'), projectOf(c), file, draft)
  })
  return isNew ? c.json({ message: '201 Created' }, 201) : c.json({ message: '200 OK' })
}

/** All files in a folder, at any depth. */
export async function deleteFolder(c: Context<PackageDoor>, folder: string): Promise<Response> {
  const { name, version } = parse(conanReference, c.req.param())
  await deletePackageFolder(c.get('client'), c.get('address'), projectOf(c), {
    ...{ type: 'conan', nameKey: name, versionKey: version, folder },
  })
  return c.body(null, 200)
}

function at(c: Context<PackageDoor>, folder: string) {
  return { ...parse(conanReference, c.req.param()), folder }
}
