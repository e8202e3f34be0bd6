import { type Transaction, transaction } from '@/lib/data/client'
import { deletePackageFiles, insertPackageFile } from '@/lib/data/package-files'
import { isNameTaken } from '@/lib/data/package-names'
import { findPackageVersion, insertPackageVersion } from '@/lib/data/package-versions'
import { holdPackage, putPackageTag } from '@/lib/data/packages'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import type { JsonObject, PackageFile, PackageType, PackageVersion } from '@/lib/domain/package'
import { packageQuota } from '@/lib/domain/package-quota'
import type { Project } from '@/lib/domain/project'
import { openProject } from '@/lib/services/access/open-project'
import { refreshActor } from '@/lib/services/access/refresh-actor'
import { recentSettings } from '@/lib/services/instance/recent-settings'
import { placeBlob, prepareBlobPlace } from '@/lib/storage/blobs'
import type { Draft } from '@/lib/storage/drafts'
import { requireRoom } from './require-room'

export interface NewPackageFile {
  /** With the folders that its format gives it. */
  name: string
  draft: Draft
  metadata?: JsonObject
}

/**
 * What becomes of files that come to a version: it refuses them, it is left as it is, because they are its own, or it gets them
 * in place of some that it has.
 */
export type Meeting = 'refuse' | 'leave' | { instead: readonly PackageFile[] }

/** A version is complete with its first files. */
export function addOnce(there: PackageVersion | undefined): Meeting {
  return there ? 'refuse' : addFiles()
}

/** A version gets more files as time goes on. */
export function addFiles(): Meeting {
  return { instead: [] }
}

/** A version to be published, or more of one that is. */
export interface Publication {
  type: PackageType
  /** As its publisher wrote them, and the spellings under which the format takes two for the same. */
  name: string
  nameKey: string
  version: string
  versionKey: string
  /** What the format's clients are told of the version; of one that is there already it stays as it is. */
  metadata?: JsonObject
  files: readonly NewPackageFile[]
  /** Names that lead to this version from now on. */
  tags?: readonly string[]
  /** Asked under the package's lock, with the version if it is there; what it throws is the answer. `addOnce` unless said. */
  meet?: (there: PackageVersion | undefined) => Meeting
  /** Whether clients find the name in its project's top group, so that no other project there may have it. */
  isAloneInNamespace?: boolean
}

/**
 * Publishes files in a project, durable and all at once, if the actor may do that at that very moment, and gives them and the
 * number of their version. Of two who publish the same, one comes first. Errors: those of `refreshActor` and `openProject`;
 * `conflict` for a version that refuses them or has a file of that name, as neither ever changes, or a name that is taken; `too_large`
 * beyond the project's quota; those of `meet`.
 */
export async function publishPackage(
  actor: Actor,
  projectName: PlaceName,
  publication: Publication,
): Promise<{ versionId: number; files: PackageFile[] }> {
  await Promise.all(publication.files.flatMap(({ draft }) => [prepareBlobPlace(draft.digest), draft.durable]))
  const quota = packageQuota(await recentSettings())
  return transaction(async (tx) => {
    const project = await openProject(await refreshActor(actor, tx), 'publish_package', projectName, tx)
    const { type, name, nameKey, versionKey } = publication
    if (publication.isAloneInNamespace) await requireFreeName(tx, project, publication)
    const { id: packageId, isNew } = await holdPackage(tx, { projectId: project.id, type, name, nameKey })
    const there = isNew ? undefined : await findPackageVersion(packageId, versionKey, tx)
    const exchange = exchangeOf(publication, there)
    const versionId = there
      ? await putTags(tx, packageId, there.id, publication)
      : await addVersion(tx, packageId, actor, publication)
    await requireRoom(tx, project.id, quota, growthOf(exchange))
    const files = await putFiles(tx, versionId, exchange)
    return { versionId, files }
  })
}

async function requireFreeName(tx: Transaction, project: Project, { type, nameKey }: Publication) {
  if (await isNameTaken(tx, project, type, nameKey))
    throw new DomainError('conflict', 'A package with the same name already exists in the namespace.')
}

function addVersion(tx: Transaction, packageId: number, actor: Actor, publication: Publication) {
  const { version, versionKey, metadata = {}, tags = [] } = publication
  const publisherName = actor.kind === 'nobody' ? '' : publisherOf(actor)
  return insertPackageVersion(tx, { packageId, version, versionKey, metadata, publisherName, tags })
}

async function putTags(tx: Transaction, packageId: number, versionId: number, { tags = [] }: Publication) {
  for (const tag of tags) await putPackageTag(tx, packageId, tag, versionId)
  return versionId
}

function publisherOf(actor: Exclude<Actor, { kind: 'nobody' }>): string {
  return actor.kind === 'deploy-token' ? actor.name : actor.username
}

/** Files that come to a version, and those of its own that they are in place of. */
interface Exchange {
  coming: readonly NewPackageFile[]
  leaving: readonly PackageFile[]
}

function exchangeOf({ files, meet = addOnce }: Publication, there: PackageVersion | undefined): Exchange {
  const meeting = meet(there)
  if (meeting === 'refuse') throw new DomainError('conflict', 'Package already exists.')
  if (meeting === 'leave') return { coming: [], leaving: [] }
  const leaving = meeting.instead
  const staying = there?.files.filter(({ id }) => !leaving.some((file) => file.id === id)) ?? []
  if (files.some(({ name }) => staying.some((file) => file.name === name)))
    throw new DomainError('conflict', 'File already exists.')
  return { coming: files, leaving }
}

function growthOf({ coming, leaving }: Exchange): number {
  const sum = (files: readonly { size: number }[]) => files.reduce((bytes, { size }) => bytes + size, 0)
  return sum(coming.map(({ draft }) => draft)) - sum(leaving)
}

async function putFiles(
  tx: Transaction,
  versionId: number,
  { coming, leaving }: Exchange,
): Promise<PackageFile[]> {
  const gone = leaving.map(({ id }) => id)
  if (gone.length > 0) await deletePackageFiles(tx, gone)
  const added: PackageFile[] = []
  for (const file of inOrderOfDigests(coming)) added.push(await addFile(tx, versionId, file))
  return added
}

/** Everybody takes the locks of blobs in one order, so that nobody waits in a circle. */
function inOrderOfDigests(files: readonly NewPackageFile[]): NewPackageFile[] {
  return [...files].sort((left, right) => (left.draft.digest < right.draft.digest ? -1 : 1))
}

async function addFile(
  tx: Transaction,
  versionId: number,
  { name, draft, metadata = {} }: NewPackageFile,
): Promise<PackageFile> {
  const { path, digest, size, sha512, sha1, md5 } = draft
  const added = await insertPackageFile(tx, { versionId, name, digest, size, sha512, sha1, md5, metadata })
  // nobody sees the row before the transaction ends: by then the file is durable
  await placeBlob(path, digest, size)
  return added
}
