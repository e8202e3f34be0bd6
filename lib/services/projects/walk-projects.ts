import { findFirstProjects } from '@/lib/data/project-pages'
import type { Actor } from '@/lib/domain/actor'
import type { UncountedPage } from '@/lib/domain/page'
import type { ProjectSearch } from '@/lib/domain/place-search'
import type { Project } from '@/lib/domain/project'

/** The next `count` of the projects that the actor may see; who walks over all of them says in the search where they are. */
export function walkProjects(
  actor: Actor,
  search: ProjectSearch,
  count: number,
): Promise<UncountedPage<Project>> {
  return findFirstProjects(actor.kind === 'user' ? actor : undefined, search, count)
}
