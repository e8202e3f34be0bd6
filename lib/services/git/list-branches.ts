import { decide } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import type { PlaceName } from '@/lib/domain/holder'
import type { Page, PageWish } from '@/lib/domain/page'
import type { Project } from '@/lib/domain/project'
import { parseRefSearch } from '@/lib/domain/ref-search'
import { type CommitDetails, readCommits } from '@/lib/storage/commit-details'
import { listMerged, listRefNames, type Ref, readRefs } from '@/lib/storage/repository-refs'
import { openRepository } from './open-repository'

export interface Branch {
  project: Project
  name: string
  commit: CommitDetails
  isDefault: boolean
  /** The default branch has all of it. */
  isMerged: boolean
  canPush: boolean
}

/** A page of a project's branches, by name, with their commits. Errors: those of `openRepository`. */
export async function listBranches(
  actor: Actor,
  place: PlaceName,
  search: string,
  { page, perPage }: PageWish,
): Promise<Page<Branch>> {
  const project = await openRepository(actor, 'read_code', place)
  const { names, total } = await listRefNames(project.id, 'heads', {
    search: parseRefSearch(search),
    order: { by: 'name', sort: 'asc' },
    skip: (page - 1) * perPage,
    count: perPage,
  })
  return { items: await describeBranches(actor, project, await readRefs(project.id, 'heads', names)), total }
}

/** These branches with their commits, and what the actor may do to them. */
export async function describeBranches(
  actor: Actor,
  project: Project,
  refs: readonly Ref[],
): Promise<Branch[]> {
  const names = refs.map(({ name }) => name)
  const [main] = await readRefs(project.id, 'heads', [project.defaultBranch])
  const [commits, merged] = await Promise.all([
    readCommits(
      project.id,
      refs.flatMap(({ commit }) => commit ?? []),
    ),
    main?.commit ? listMerged(project.id, main.commit, names) : new Set<string>(),
  ])
  // what the person may: GitLab does not ask here for what the token in hand is good
  const person = actor.kind === 'user' ? { ...actor, token: undefined } : actor
  const canPush = decide(person, 'push_code', project) === 'allow'
  return refs.flatMap(({ name, commit: id }) => {
    const commit = id && commits.get(id)
    const isDefault = name === project.defaultBranch
    return commit
      ? [{ project, name, commit, isDefault, isMerged: !isDefault && merged.has(name), canPush }]
      : []
  })
}
