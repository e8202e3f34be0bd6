import type { Actor } from '@/lib/domain/actor'
import type { PlaceName } from '@/lib/domain/holder'
import type { PageWish, UncountedPage } from '@/lib/domain/page'
import type { Project } from '@/lib/domain/project'
import { type CommitDetails, readHistory } from '@/lib/storage/commit-details'
import { openRepository } from './open-repository'
import { openRevision } from './open-revision'

export interface CommitView {
  project: Project
  commit: CommitDetails
}

export interface HistoryQuery {
  /** A branch, a tag or a commit; without it the default branch. */
  revision: string | undefined
  /** '' for the whole history. */
  path: string
  since?: Date
  until?: Date
}

/**
 * A page of the history of a revision, newest first; nobody counts how long it is. An empty repository has none.
 * Undefined: there is no such revision. Errors: those of `openRepository` and `readHistory`.
 */
export async function listCommits(
  actor: Actor,
  place: PlaceName,
  { revision, ...query }: HistoryQuery,
  { page, perPage }: PageWish,
): Promise<UncountedPage<CommitView> | undefined> {
  const project = await openRepository(actor, 'read_code', place)
  const commit = await openRevision(project, revision)
  if (!commit) return revision ? undefined : { items: [], hasMore: false }
  const skip = (page - 1) * perPage
  const found = await readHistory(project.id, commit, { ...query, skip, count: perPage + 1 })
  const items = found.slice(0, perPage).map((commit) => ({ project, commit }))
  return { items, hasMore: found.length > perPage }
}
