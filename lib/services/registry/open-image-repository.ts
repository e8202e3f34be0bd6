import type { Connection } from '@/lib/data/client'
import { findListedRepository } from '@/lib/data/container-listings'
import type { Ability } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import { isId, type PlaceName } from '@/lib/domain/holder'
import type { ImageRepository } from '@/lib/domain/image-repository'
import type { Project } from '@/lib/domain/project'
import { RegistryError } from '@/lib/domain/registry-error'
import { openProject } from '@/lib/services/access/open-project'

/** Which image repository is meant: by its number, and by its project where that is known. */
export interface ImageRepositoryName {
  id: number
  project?: PlaceName
}

export interface OpenedRepository {
  project: Project
  repository: ImageRepository
}

/**
 * The image repository of this number, for an actor who may do this in its project now. Errors: those of `openProject`;
 * `NAME_UNKNOWN` for one that is not there, or belongs to another project.
 */
export async function openImageRepository(
  actor: Actor,
  ability: Ability,
  { id, project: place }: ImageRepositoryName,
  connection?: Connection,
): Promise<OpenedRepository> {
  const find = async () => (isId(id) ? findListedRepository(id, connection) : undefined)
  // whose project is not named is asked for the project of what there is: of nothing, nobody's
  const found = place === undefined ? await find() : undefined
  const project = await openProject(actor, ability, place ?? { id: found?.project.id ?? 0 }, connection)
  const repository = found ?? (await find())
  if (repository?.project.id !== project.id) throw new RegistryError('NAME_UNKNOWN')
  return { project, repository }
}
