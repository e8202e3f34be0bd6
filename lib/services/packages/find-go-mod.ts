import { majorOf, readGoMod } from '@/lib/domain/packages/go-module'
import { goModBytesMax } from '@/lib/domain/packages/go-zip'
import { readGit } from '@/lib/storage/git-read'
import { gitDir } from '@/lib/storage/repository-contents'
import { findEntry } from '@/lib/storage/tree-listing'
import type { OpenGoModule } from './open-go-module'

export interface FoundGoMod {
  /** Where the module begins: '' for the top of the repository. */
  directory: string
  goMod: Buffer
  /** The language version that it says. */
  goVersion: string | undefined
}

/**
 * The go.mod of a module that is open, at a commit; undefined where there is none, or only one of another major version.
 * Of its path nothing else is asked, as Go does: forks keep it, for who replaces a module by them. Errors: those of `scanGit`.
 */
export async function findGoMod(
  { project, module }: OpenGoModule,
  commit: string,
): Promise<FoundGoMod | undefined> {
  for (const directory of module.directories) {
    const entry = await findEntry(project.id, commit, directory === '' ? 'go.mod' : `${directory}/go.mod`)
    if (!entry?.mode.startsWith('100') || (entry.bytes ?? 0) > goModBytesMax) continue
    const words = [gitDir(project.id), 'cat-file', 'blob', entry.id]
    const { output } = await readGit({ words, bytesMax: goModBytesMax })
    const { modulePath, goVersion } = readGoMod(output.toString())
    const isIts = modulePath !== undefined && majorOf(modulePath) === module.major
    return isIts ? { directory, goMod: output, goVersion } : undefined
  }
}
