import { listGroupPaths } from '@/lib/data/tree'
import { abilities } from '@/lib/domain/ability'
import type { UserActor } from '@/lib/domain/actor'

/** Full paths of the groups in which the actor may make this, by path. */
export function listGroupsFor(
  actor: UserActor,
  ability: 'create_project' | 'create_subgroup',
): Promise<string[]> {
  return listGroupPaths(actor, abilities[ability].memberLevel)
}
