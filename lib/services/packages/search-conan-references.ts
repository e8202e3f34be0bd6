import { searchConanReferences as searchRows } from '@/lib/data/conan-revisions'
import type { Actor } from '@/lib/domain/actor'
import type { PlaceName } from '@/lib/domain/holder'
import type { ConanPattern } from '@/lib/domain/packages/conan'
import { openProject } from '@/lib/services/access/open-project'

/** References to the published recipes of a project that a pattern fits, which may be none. Errors: those of `openProject`. */
export async function searchConanReferences(
  actor: Actor,
  projectName: PlaceName,
  pattern: ConanPattern,
): Promise<string[]> {
  const project = await openProject(actor, 'read_packages', projectName)
  return searchRows(project.id, pattern)
}
