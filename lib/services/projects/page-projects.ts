import { findProjectPage } from '@/lib/data/project-pages'
import type { Actor } from '@/lib/domain/actor'
import type { PlaceName } from '@/lib/domain/holder'
import type { Page, PageWish } from '@/lib/domain/page'
import type { ProjectSearch } from '@/lib/domain/place-search'
import type { Project } from '@/lib/domain/project'
import { openGroup } from '@/lib/services/access/open-project'

/** One page of the projects that the actor may see, of all or below one group. Errors: those of `openGroup`. */
export async function pageProjects(
  actor: Actor,
  { group, ...search }: ProjectSearch & { group?: PlaceName },
  page: PageWish,
): Promise<Page<Project>> {
  const opened = group === undefined ? undefined : await openGroup(actor, 'read_group', group)
  const viewer = actor.kind === 'user' ? actor : undefined
  return findProjectPage(viewer, { ...search, below: opened?.id }, page)
}
