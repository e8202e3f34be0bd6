import { holdBlob, insertBlob } from '@/lib/data/blobs'
import { type Transaction, transaction } from '@/lib/data/client'
import { deletePackageFiles } from '@/lib/data/package-listings'
import { isNameTaken } from '@/lib/data/package-names'
import {
  findPackageVersion,
  holdPackage,
  insertPackageFile,
  insertPackageVersion,
  putPackageTag,
} from '@/lib/data/packages'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import type { JsonObject, PackageFile, PackageType, PackageVersion } from '@/lib/domain/package'
import type { Project } from '@/lib/domain/project'
import { openProject } from '@/lib/services/access/open-project'
import { refreshActor } from '@/lib/services/access/refresh-actor'
import { placeBlob, prepareBlobPlace } from '@/lib/storage/blobs'
import type { Draft } from '@/lib/storage/drafts'

export interface NewPackageFile {
  /** With the folders that its format gives it. */
  name: string
  draft: Draft
  metadata?: JsonObject
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
  /** Whether a version that is there may get these files too; otherwise it is complete with its first. */
  mayExtend: boolean
  /** For files that belong to a version which must be there. */
  mustExtend?: boolean
  /** Whether clients find the name in its project's top group, so that no other project there may have it. */
  isAloneInNamespace?: boolean
  /** Whether the version that is there is this very one: it then stays as it is, and the tags lead to it. */
  isSame?: (there: PackageVersion) => boolean
  /** Which of the version's files, asked under the package's lock, give way to these; what it throws is the answer. */
  makeWay?: (there: readonly PackageFile[]) => readonly PackageFile[]
}

/**
 * Publishes files in a project, durable and all at once, if the actor may do that at that very moment, and gives their
 * version as it is then. Of two who publish the same, one comes first. Errors: those of `refreshActor` and `openProject`;
 * `conflict` for a version that is there, a file of that name in it (neither ever changes), or a name that is taken; `not_found`
 * for one that had to be.
 */
export async function publishPackage(
  actor: Actor,
  projectName: PlaceName,
  publication: Publication,
): Promise<PackageVersion> {
  for (const { draft } of publication.files) await prepareBlobPlace(draft.digest)
  return transaction(async (tx) => {
    const project = await openProject(await refreshActor(actor, tx), 'publish_package', projectName, tx)
    const { type, name, nameKey, versionKey } = publication
    if (publication.isAloneInNamespace) await requireFreeName(tx, project, publication)
    const packageId = await holdPackage(tx, { projectId: project.id, type, name, nameKey })
    const there = await findPackageVersion(packageId, versionKey, tx)
    const isDone = there !== undefined && publication.isSame?.(there) === true
    if (there && !isDone && !publication.mayExtend)
      throw new DomainError('conflict', 'Package already exists.')
    if (!there && publication.mustExtend) throw new DomainError('not_found', 'Package not found')
    const versionId = there?.id ?? (await addVersion(tx, packageId, actor, publication))
    const leaving = (there && publication.makeWay?.(there.files)) ?? []
    await deletePackageFiles(
      tx,
      leaving.map(({ id }) => id),
    )
    const staying = there?.files.filter((file) => !leaving.includes(file)) ?? []
    const files = isDone ? [] : inOrderOfDigests(publication.files)
    for (const file of files) await addFile(tx, versionId, file, staying)
    for (const tag of publication.tags ?? []) await putPackageTag(tx, packageId, tag, versionId)
    const published = await findPackageVersion(packageId, versionKey, tx)
    if (!published) throw new Error('a version that was just published is not there')
    return published
  })
}

async function requireFreeName(tx: Transaction, project: Project, { type, nameKey }: Publication) {
  if (await isNameTaken(tx, project, type, nameKey))
    throw new DomainError('conflict', 'A package with the same name already exists in the namespace.')
}

function addVersion(tx: Transaction, packageId: number, actor: Actor, publication: Publication) {
  const { version, versionKey, metadata = {} } = publication
  const publisherName = actor.kind === 'nobody' ? '' : publisherOf(actor)
  return insertPackageVersion(tx, { packageId, version, versionKey, metadata, publisherName })
}

function publisherOf(actor: Exclude<Actor, { kind: 'nobody' }>): string {
  return actor.kind === 'deploy-token' ? actor.name : actor.username
}

/** Everybody takes the locks of blobs in one order, so that nobody waits in a circle. */
function inOrderOfDigests(files: readonly NewPackageFile[]): NewPackageFile[] {
  return [...files].sort((left, right) => (left.draft.digest < right.draft.digest ? -1 : 1))
}

async function addFile(
  tx: Transaction,
  versionId: number,
  { name, draft, metadata = {} }: NewPackageFile,
  there: readonly PackageFile[],
): Promise<void> {
  if (there.some((file) => file.name === name)) throw new DomainError('conflict', 'File already exists.')
  const { path, digest, size, sha512, sha1, md5 } = draft
  await holdBlob(tx, digest)
  await placeBlob(path, digest, size)
  await insertBlob(tx, digest, size)
  await insertPackageFile(tx, { versionId, name, digest, size, sha512, sha1, md5, metadata })
}
