import type { UserActor } from '@/lib/domain/actor'
import { isDomainError } from '@/lib/domain/error'
import type { HolderName } from '@/lib/domain/holder'
import type { Group, Project } from '@/lib/domain/project'
import { log } from '@/lib/log'
import { openHolder } from '@/lib/services/access/open-project'

interface Change {
  ability: 'create_deploy_tokens' | 'manage_deploy_tokens'
  /** What is tried, in the log's words. */
  attempt: 'create deploy token' | 'revoke deploy token'
  holder: HolderName
  address: string
}

/**
 * The holder whose tokens the actor is about to change. Errors: those of `openHolder`. Who sees the holder and tries
 * without being allowed to is written to the log: the audit events are for what happened.
 */
export async function openToChange(actor: UserActor, change: Change): Promise<Project | Group> {
  const { ability, attempt, holder, address } = change
  try {
    return await openHolder(actor, ability, holder)
  } catch (error) {
    if (isDomainError(error, 'forbidden')) {
      const { kind } = holder
      const named = 'fullPath' in holder ? { kind, fullPath: holder.fullPath } : { kind, id: holder.id }
      log.warn({ attempt, holder: named, user: actor.username, address }, 'refused attempt')
    }
    throw error
  }
}
