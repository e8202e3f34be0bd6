import type { Ability } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import type { Project } from '@/lib/domain/project'
import { log } from '@/lib/log'
import { openProject } from '@/lib/services/access/open-project'
import { hasRepository } from '@/lib/storage/repositories'

/**
 * The project at this full path or of this number whose repository the actor may use so, now. Errors: those of `openProject`, and
 * `not_found` in GitLab's words where the repository itself is not on disk, which somebody should look into.
 */
export async function openRepository(actor: Actor, ability: Ability, place: PlaceName): Promise<Project> {
  const project = await openProject(actor, ability, place)
  if (await hasRepository(project.id)) return project
  log.error({ project_id: project.id }, 'the repository of a project is not on disk')
  throw new DomainError('not_found', 'A repository for this project does not exist yet.')
}
