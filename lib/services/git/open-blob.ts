import type { Actor } from '@/lib/domain/actor'
import type { PlaceName } from '@/lib/domain/holder'
import type { Project } from '@/lib/domain/project'
import { findLastCommit } from '@/lib/storage/repository-contents'
import { findEntry } from '@/lib/storage/tree-listing'
import { openRepository } from './open-repository'
import { openRevision } from './open-revision'

export interface OpenBlob {
  project: Project
  path: string
  blobId: string
  bytes: number
  isExecutable: boolean
  commitId: string
  /** The last one that touched it. */
  lastCommitId: string
}

/**
 * A file of a project's repository, or a link, which is its text and is not followed. `no revision` and `no file` are
 * what there is none of. Errors: those of `openRepository` and `scanGit`.
 */
export async function openBlob(
  actor: Actor,
  place: PlaceName,
  { revision, path }: { revision: string | undefined; path: string },
): Promise<OpenBlob | 'no revision' | 'no file'> {
  const project = await openRepository(actor, 'read_code', place)
  const commitId = await openRevision(project, revision)
  if (!commitId) return 'no revision'
  const entry = await findEntry(project.id, commitId, path)
  if (entry?.type !== 'blob') return 'no file'
  const last = await findLastCommit(project.id, commitId, path)
  return {
    project,
    path,
    blobId: entry.id,
    bytes: entry.bytes ?? 0,
    isExecutable: entry.mode === '100755',
    commitId,
    lastCommitId: last?.id ?? commitId,
  }
}
