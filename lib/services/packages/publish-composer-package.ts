import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import {
  type ComposerRef,
  composerFileName,
  composerVersionKey,
  versionOfRef,
} from '@/lib/domain/packages/composer'
import { manifestBytesMax, readManifest } from '@/lib/domain/packages/composer-manifest'
import type { Project } from '@/lib/domain/project'
import { openRepository } from '@/lib/services/git/open-repository'
import { findBranch, findTag, readFile } from '@/lib/storage/repository-contents'
import { isRefName } from '@/lib/storage/repository-refs'
import { addOnce, publishPackage } from './publish-package'
import { receiveArchive } from './receive-archive'

/**
 * Publishes what a project's own repository holds at a tag or branch, by the composer.json there. `readRef` is asked once the
 * actor is let in; `signal` ends the work. A release of the same commit is there already, and stays as it is. Errors: those of
 * `openRepository`, `readRef`, `readManifest`, `receiveArchive` and `publishPackage`; `not_found` for a ref, or a composer.json,
 * that is not there; `conflict` for a release of another commit.
 */
export async function publishComposerPackage(
  actor: Actor,
  projectName: PlaceName,
  readRef: () => Promise<ComposerRef>,
  signal: AbortSignal,
): Promise<void> {
  const project = await openRepository(actor, 'publish_package', projectName)
  if (project.disabledFeatures.includes('repository'))
    throw new DomainError('not_found', 'The repository of this project is switched off.')
  const ref = await readRef()
  const version = versionOfRef(ref)
  const reference = await findCommit(project, ref)
  const { name, metadata } = readManifest(await readComposerJson(project, reference), version)
  const folder = `${name.replace('/', '-')}-${reference}`
  await receiveArchive(actor, project.id, { commit: reference, folder, signal }, (draft) =>
    publishPackage(
      actor,
      { id: project.id },
      {
        ...{ type: 'composer', name, nameKey: name, version, metadata },
        versionKey: composerVersionKey(version, reference),
        files: [{ name: composerFileName(name, reference), draft, metadata: { reference } }],
        ...(ref.kind === 'branch' && { tags: [version] }),
        meet: (there) =>
          there?.files.some(({ metadata }) => metadata.reference === reference) ? 'leave' : addOnce(there),
      },
    ),
  )
}

async function findCommit({ id }: Project, { kind, name }: ComposerRef): Promise<string> {
  const find = kind === 'tag' ? findTag : findBranch
  const commit = isRefName(name) ? await find(id, name) : undefined
  if (!commit) throw new DomainError('not_found', `There is no such ${kind} in this repository.`)
  return commit
}

async function readComposerJson({ id }: Project, commit: string): Promise<string> {
  const file = await readFile(id, commit, 'composer.json', manifestBytesMax)
  if (file?.kind !== 'blob') throw new DomainError('not_found', 'The file composer.json was not found.')
  if (file.isCut)
    throw new DomainError('invalid', `composer.json is larger than ${manifestBytesMax / 1024} KiB.`)
  return file.text
}
