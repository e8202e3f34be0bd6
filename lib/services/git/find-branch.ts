import type { Actor } from '@/lib/domain/actor'
import type { PlaceName } from '@/lib/domain/holder'
import { readRefs } from '@/lib/storage/repository-refs'
import { type Branch, describeBranches } from './list-branches'
import { openRepository } from './open-repository'

/** One branch by its name; undefined where there is none. Errors: those of `openRepository`. */
export async function findBranch(actor: Actor, place: PlaceName, name: string): Promise<Branch | undefined> {
  const project = await openRepository(actor, 'read_code', place)
  const [branch] = await describeBranches(actor, project, await readRefs(project.id, 'heads', [name]))
  return branch
}
