import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import { requireStorable } from '@/lib/domain/json'
import type { JsonObject } from '@/lib/domain/package'
import { type ConanFile, infoName, manifestName } from '@/lib/domain/packages/conan'
import { makeWay, readConanManifest } from '@/lib/domain/packages/conan-manifest'
import { type Draft, readDraft } from '@/lib/storage/drafts'
import { findConanFiles } from './find-conan-files'
import { publishPackage } from './publish-package'

/**
 * Adds a file to a revision, which is published with its manifest; false where the published revision has this very file, as
 * a client may send all of one again. Errors: those of `publishPackage`, `makeWay` and `readConanManifest`.
 */
export async function publishConanFile(
  actor: Actor,
  projectName: PlaceName,
  conanFile: ConanFile,
  draft: Draft,
): Promise<boolean> {
  const { name, version, folder, file } = conanFile
  const text = file === manifestName || file === infoName ? (await readDraft(draft)).toString('utf8') : ''
  const manifest = file === manifestName ? readConanManifest(text) : undefined
  const metadata = file === infoName ? infoOf(text) : {}
  try {
    await publishPackage(actor, projectName, {
      ...{ type: 'conan', name, nameKey: name, version, versionKey: version },
      files: [{ name: folder + file, draft, metadata }],
      meet: (there) => ({ instead: makeWay(conanFile, manifest, there?.files ?? []) }),
    })
    return true
  } catch (error) {
    const isThere = error instanceof DomainError && error.code === 'conflict'
    if (isThere && (await isSame(actor, projectName, conanFile, draft))) return false
    throw error
  }
}

/** Clients list packages by what stands in it. */
function infoOf(info: string): JsonObject {
  const metadata = { info }
  requireStorable(metadata, infoName)
  return metadata
}

async function isSame(
  actor: Actor,
  projectName: PlaceName,
  { name, version, folder, file }: ConanFile,
  { digest }: Draft,
): Promise<boolean> {
  const { files } = await findConanFiles(
    actor,
    { kind: 'project', name: projectName },
    { name, version, folder },
  )
  return files.some((one) => one.name === folder + file && `sha256:${one.sha256}` === digest)
}
