import { findFileOfProject } from '@/lib/data/package-listings'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { isId, type PlaceName } from '@/lib/domain/holder'
import type { PackageFile } from '@/lib/domain/package'
import { openProject } from '@/lib/services/access/open-project'

/** The file of this number of a project whose packages the actor may read. Errors: those of `openProject`; `not_found`. */
export async function openListedFile(
  actor: Actor,
  { id, project: place }: { id: number; project: PlaceName },
): Promise<{ projectId: number; file: PackageFile }> {
  const project = await openProject(actor, 'read_packages', place)
  const file = isId(id) ? await findFileOfProject(project.id, id) : undefined
  if (!file) throw new DomainError('not_found', 'File not found')
  return { projectId: project.id, file }
}
