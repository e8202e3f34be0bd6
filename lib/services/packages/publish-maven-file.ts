import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import { isReplaceable, type MavenFile } from '@/lib/domain/packages/maven'
import { pomBytesMax, requirePomOf, requireProject } from '@/lib/domain/packages/maven-pom'
import { openProject } from '@/lib/services/access/open-project'
import { readDraft } from '@/lib/storage/drafts'
import { findPackageFile } from './find-package-file'
import { publishPackage } from './publish-package'
import { type OpenBody, packageBytesMax, type ReceivedFile, receiveFile } from './receive-file'

const duplicateText = 'Duplicate package is not allowed'

/**
 * Receives a file of an artifact and adds it to its version; a POM only if it is one of that version. The body is asked for
 * once the actor is let in, and no file of that name is there, or one that this replaces. Errors: those of `receiveFile`,
 * `publishPackage` and `requirePomOf`; `invalid` for a file that is there, in GitLab's words: none ever changes.
 */
export async function publishMavenFile(
  actor: Actor,
  projectName: PlaceName,
  file: MavenFile,
  openBody: OpenBody,
): Promise<void> {
  await openProject(actor, 'publish_package', projectName)
  if (!isReplaceable(file) && (await isThere(actor, projectName, file)))
    throw new DomainError('invalid', duplicateText)
  const bytesMax = isPom(file) ? pomBytesMax : packageBytesMax
  const origin = { openBody, bytesMax, mayReplace: isReplaceable(file) }
  await receiveFile(actor, projectName, origin, (draft) => publish(actor, projectName, file, draft))
}

async function isThere(
  actor: Actor,
  projectName: PlaceName,
  { packageName, version, file }: MavenFile,
): Promise<boolean> {
  const wanted = { type: 'maven', nameKey: packageName, versionKey: version, file } as const
  try {
    await findPackageFile(actor, { kind: 'project', name: projectName }, wanted)
    return true
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') return false
    throw error
  }
}

async function publish(actor: Actor, projectName: PlaceName, file: MavenFile, draft: ReceivedFile) {
  if (isPom(file)) requirePom(await readDraft(draft), file)
  const { packageName, version } = file
  try {
    await publishPackage(actor, projectName, {
      type: 'maven',
      name: packageName,
      nameKey: packageName,
      version,
      versionKey: version,
      files: [{ name: file.file, draft }],
      meet: (there) => ({
        instead: there?.files.filter(({ name }) => isReplaceable(file) && name === file.file) ?? [],
      }),
    })
  } catch (error) {
    const isDuplicate = error instanceof DomainError && error.code === 'conflict'
    throw isDuplicate ? new DomainError('invalid', duplicateText, { cause: error }) : error
  }
}

function isPom({ suffix }: MavenFile): boolean {
  return suffix.endsWith('.pom')
}

/** One with a classifier is a POM beside the artifact's own, and may leave to the build what that has to say. */
function requirePom(bytes: Uint8Array, file: MavenFile): void {
  if (file.suffix === '.pom') requirePomOf(bytes, file)
  else requireProject(bytes)
}
