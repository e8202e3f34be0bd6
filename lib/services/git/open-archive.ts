import type { Actor } from '@/lib/domain/actor'
import type { PlaceName } from '@/lib/domain/holder'
import { streamGit } from '@/lib/storage/git-stream'
import { hasProgram } from '@/lib/storage/programs'
import { gitDir } from '@/lib/storage/repository-contents'
import { findEntry } from '@/lib/storage/tree-listing'
import { confirmTransfer } from './confirm-transfer'
import { openRepository } from './open-repository'
import { openRevision } from './open-revision'
import type { Taker } from './stream-blob'

export interface ArchiveQuery {
  /** A branch, a tag or a commit; without it the default branch. */
  revision: string | undefined
  /** Of this path alone; '' for everything. */
  path: string
  format: 'tar' | 'tar.bz2' | 'tar.gz' | 'zip'
}

export interface Archive {
  /** Without its ending, as GitLab names it: project, revision, commit and path. */
  name: string
  /** Starts git. */
  open: (taker: Taker) => Promise<ReadableStream<Uint8Array>>
}

const archiveSecondsMax = 1800

/**
 * A revision of a project's repository as an archive, made while it is read, for as long as the actor may read it.
 * `no files`: there is no such revision or path; `no program`: this machine cannot make that format. Errors: those of
 * `openRepository` and `streamGit`.
 */
export async function openArchive(
  actor: Actor,
  place: PlaceName,
  { revision, path, format }: ArchiveQuery,
): Promise<Archive | 'no files' | 'no program'> {
  const project = await openRepository(actor, 'read_code', place)
  const commit = await openRevision(project, revision)
  const plain = path.replace(/^\/|\/$/g, '')
  if (!commit || (plain !== '' && !(await findEntry(project.id, commit, plain)))) return 'no files'
  if (format === 'tar.bz2' && !(await hasProgram('bzip2'))) return 'no program'
  const parts = [project.fullPath.split('/').at(-1) ?? '', revision || project.defaultBranch, commit, plain]
  const name = parts.filter(Boolean).join('-').replaceAll('/', '-')
  const what = plain === '' ? [] : ['--', plain]
  return {
    name,
    open: (taker) =>
      streamGit({
        lane: 'transfer',
        words: [gitDir(project.id), 'archive', `--format=${format}`, `--prefix=${name}/`, commit, ...what],
        secondsMax: archiveSecondsMax,
        confirm: () => confirmTransfer(actor, 'read_code', project.id),
        ...taker,
      }),
  }
}
