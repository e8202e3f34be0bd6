import type { Actor } from '@/lib/domain/actor'
import type { PlaceName } from '@/lib/domain/holder'
import type { Page, PageWish } from '@/lib/domain/page'
import type { Project } from '@/lib/domain/project'
import { parseRefSearch } from '@/lib/domain/ref-search'
import { type CommitDetails, readCommits } from '@/lib/storage/commit-details'
import { listRefNames, type Ref, type RefOrder, readRefs } from '@/lib/storage/repository-refs'
import { openRepository } from './open-repository'

export interface Tag {
  project: Project
  ref: Ref
  /** Undefined for a tag of something else. */
  commit: CommitDetails | undefined
}

/** A page of a project's tags with their commits. Errors: those of `openRepository`. */
export async function listTags(
  actor: Actor,
  place: PlaceName,
  wish: { search: string; order: RefOrder },
  { page, perPage }: PageWish,
): Promise<Page<Tag>> {
  const project = await openRepository(actor, 'read_code', place)
  const { names, total } = await listRefNames(project.id, 'tags', {
    search: parseRefSearch(wish.search),
    order: wish.order,
    skip: (page - 1) * perPage,
    count: perPage,
  })
  return { items: await describeTags(project, await readRefs(project.id, 'tags', names)), total }
}

/** These tags with their commits. */
export async function describeTags(project: Project, refs: readonly Ref[]): Promise<Tag[]> {
  const commits = await readCommits(
    project.id,
    refs.flatMap(({ commit }) => commit ?? []),
  )
  return refs.map((ref) => ({ project, ref, commit: ref.commit ? commits.get(ref.commit) : undefined }))
}
