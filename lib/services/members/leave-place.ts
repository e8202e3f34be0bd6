import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { deleteMemberships, lockMembership } from '@/lib/data/members'
import { lockTree } from '@/lib/data/tree'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { HolderName } from '@/lib/domain/holder'
import { openHolder } from '@/lib/services/access/open-project'
import { auditOf } from './audit-of'
import { checkOwnerStays } from './check-role'

interface Leaving {
  holder: HolderName
  address: string
}

/**
 * Ends the actor's own direct membership, whatever their role. Errors: those of `openHolder`; `not_found` without such
 * a membership; `conflict` for the last Owner of a group at the top.
 */
export function leavePlace(actor: UserActor, { holder, address }: Leaving): Promise<void> {
  return transaction(async (tx) => {
    await lockTree(tx)
    const place = await openHolder(actor, 'read_members', holder, tx)
    const membership = await lockMembership(tx, place, { userId: actor.id })
    if (!membership) throw new DomainError('not_found', 'Member not found.')
    await checkOwnerStays(tx, place, membership)
    await deleteMemberships(tx, [membership.id])
    await insertAuditEvent(
      tx,
      auditOf('member_removed', { actor, address, place, user: actor, before: membership }),
    )
  })
}
