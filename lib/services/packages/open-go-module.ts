import { decide } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import { type GoModule, goModuleIn } from '@/lib/domain/packages/go-module'
import type { Project } from '@/lib/domain/project'
import { env } from '@/lib/env'
import { openProject } from '@/lib/services/access/open-project'
import { openRepository } from '@/lib/services/git/open-repository'

export interface OpenGoModule {
  project: Project
  module: GoModule
  /** Whether the actor may also have commits that no tag of a version names. */
  mayReadCommits: boolean
}

/**
 * The module of this path in a project's repository, whose modules the actor may read now; whether it is there, only a
 * version tells. Paths begin with the host's name, without a port, which Go's have no place for. Errors: those of `openModules`;
 * `not_found` for a path of another project.
 */
export async function openGoModule(
  actor: Actor,
  place: PlaceName,
  modulePath: string,
): Promise<OpenGoModule> {
  const project = await openModules(actor, place)
  const root = `${new URL(env.url).hostname}/${project.fullPath}`
  const module = goModuleIn(root, modulePath)
  if (!module)
    throw new DomainError('not_found', `Modules of this project have paths that begin with ${root}.`)
  return { project, module, mayReadCommits: decide(actor, 'read_module_commits', project) === 'allow' }
}

/** The project whose modules the actor may read now. Errors: those of `openProject` and `openRepository`. */
export async function openModules(actor: Actor, place: PlaceName): Promise<Project> {
  await openProject(actor, 'read_packages', place)
  return openRepository(actor, 'read_modules', place)
}
