import type { Actor } from '@/lib/domain/actor'
import { findMovedProjectPath } from '@/lib/services/access/find-moved'
import { type PackService, packServices } from './pack-service'

/** Where the repository is now that was at this full path, for who may use it so there; undefined for all others. */
export function findMovedRepository(
  actor: Actor,
  service: PackService,
  fullPath: string,
): Promise<string | undefined> {
  return findMovedProjectPath(actor, packServices[service].ability, fullPath)
}
