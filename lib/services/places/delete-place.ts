import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import {
  auditEndOfContents,
  auditEndOfTokens,
  deletePlace as deleteRows,
  lockSubtree,
} from '@/lib/data/deletions'
import { countContents } from '@/lib/data/place-settings'
import { lockTree } from '@/lib/data/tree'
import type { UserActor } from '@/lib/domain/actor'
import { doerOf } from '@/lib/domain/audit-event'
import type { HolderName } from '@/lib/domain/holder'
import { log } from '@/lib/log'
import { removeRepository } from '@/lib/storage/repositories'
import { auditOf } from './audit-of'
import { checkConfirmation, openNamedPlace } from './open-named-place'

interface Deletion {
  place: HolderName
  /** The full path, typed by hand. */
  confirmation: string
  address: string
}

/**
 * Deletes a group with everything below it, or a project, for good, and gives the full path of the group it stood in,
 * or ''. Tokens of all of it are unknown from the next request on, and their paths free. Repositories follow once that
 * is durable; what a crash leaves of them, `sweepRepositories` removes. Errors: those of `openNamedPlace`; `invalid`
 * where the confirmation is another.
 */
export async function deletePlace(actor: UserActor, deletion: Deletion): Promise<string> {
  const { place: named, confirmation, address } = deletion
  const { parent, projectIds } = await transaction(async (tx) => {
    await lockTree(tx)
    const place = await openNamedPlace(actor, 'delete', named, tx)
    checkConfirmation(confirmation, place)
    await lockSubtree(tx, place)
    const doer = doerOf(actor, address)
    const { subgroups, projects } = await countContents(place, tx)
    const deploy_tokens = await auditEndOfTokens(tx, place, doer)
    await auditEndOfContents(tx, place, doer)
    const before = { name: place.name, path: place.fullPath, visibility: place.visibility }
    const below = place.kind === 'group' ? { subgroups, projects } : undefined
    const after = { ...below, deploy_tokens }
    await insertAuditEvent(tx, auditOf('deleted', { actor, address, place, before, after }))
    return { parent: place.ancestors.at(-1)?.fullPath ?? '', projectIds: await deleteRows(tx, place) }
  })
  for (const id of projectIds) await removeQuietly(id)
  return parent
}

/** The deletion stands whatever becomes of the files, which nobody can name any more. */
async function removeQuietly(projectId: number): Promise<void> {
  try {
    await removeRepository(projectId)
  } catch (error) {
    log.error(
      { err: error, project_id: projectId },
      'the repository of a deleted project could not be removed',
    )
  }
}
