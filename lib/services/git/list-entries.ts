import type { Actor } from '@/lib/domain/actor'
import type { PlaceName } from '@/lib/domain/holder'
import type { Page, PageWish } from '@/lib/domain/page'
import { type ListedEntry, listEntries as listStored } from '@/lib/storage/tree-listing'
import { openRepository } from './open-repository'
import { openRevision } from './open-revision'

export interface DirectoryQuery {
  /** A branch, a tag or a commit; without it the default branch. */
  revision: string | undefined
  /** '' for the top. */
  path: string
  isDeep: boolean
}

/**
 * A page of what a directory of a project's repository holds, directories first. `no revision` and `no directory` are
 * what there is none of. Errors: those of `openRepository` and `scanGit`.
 */
export async function listEntries(
  actor: Actor,
  place: PlaceName,
  { revision, path, isDeep }: DirectoryQuery,
  { page, perPage }: PageWish,
): Promise<Page<ListedEntry> | 'no revision' | 'no directory'> {
  const project = await openRepository(actor, 'read_code', place)
  const commit = await openRevision(project, revision)
  if (!commit) return 'no revision'
  const skip = (page - 1) * perPage
  const plain = path.replace(/^\/|\/$/g, '')
  const found = await listStored(project.id, commit, { path: plain, isDeep, skip, count: perPage })
  return found ? { items: found.entries, total: found.total } : 'no directory'
}
