import type { Actor } from '@/lib/domain/actor'
import type { PlaceName } from '@/lib/domain/holder'
import { countChanges, readCommits } from '@/lib/storage/commit-details'
import type { CommitView } from './list-commits'
import { openRepository } from './open-repository'
import { openRevision } from './open-revision'

/** One commit with the lines it changed; undefined where there is none. Errors: those of `openRepository`. */
export async function findCommit(
  actor: Actor,
  place: PlaceName,
  revision: string,
): Promise<(CommitView & { additions: number; deletions: number }) | undefined> {
  const project = await openRepository(actor, 'read_code', place)
  const id = await openRevision(project, revision)
  const commit = id && (await readCommits(project.id, [id])).get(id)
  return commit ? { project, commit, ...(await countChanges(project.id, commit.id)) } : undefined
}
