import type { Actor } from '@/lib/domain/actor'
import type { Project } from '@/lib/domain/project'
import type { CommitSummary } from '@/lib/storage/commit-log'
import {
  findLastCommit,
  type Revision,
  readFile,
  resolveRevision,
  type StoredFile,
} from '@/lib/storage/repository-contents'
import { notThere } from './not-there'
import { openRepository } from './open-repository'

export interface FileView {
  project: Project
  revision: Revision
  file: StoredFile
  lastCommit: CommitSummary | undefined
}

const fileBytesMax = 1024 * 1024

/**
 * One file of a project's repository for a page, its first megabyte at most; `at` is a revision and a path, as in
 * `main/lib/a.ts`. Errors: those of `openRepository`; `not_found` for what is not there or is no file.
 */
export async function viewFile(actor: Actor, fullPath: string, at: string): Promise<FileView> {
  const project = await openRepository(actor, 'download_code', fullPath)
  const revision = await resolveRevision(project.id, at)
  if (!revision) throw notThere()
  const [file, lastCommit] = await Promise.all([
    readFile(project.id, revision.commit, revision.path, fileBytesMax),
    findLastCommit(project.id, revision.commit, revision.path),
  ])
  if (!file) throw notThere()
  return { project, revision, file, lastCommit }
}
