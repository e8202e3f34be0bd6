import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { updateMembership } from '@/lib/data/members'
import { lockTree } from '@/lib/data/tree'
import type { UserActor } from '@/lib/domain/actor'
import type { HolderName } from '@/lib/domain/holder'
import { auditOf } from './audit-of'
import { checkInherited, checkOwnerStays, checkOwnLevel } from './check-role'
import { type MemberName, openMember } from './open-member'

interface Change {
  holder: HolderName
  memberId: MemberName
  /** An end that is undefined stays as it is. */
  change: { accessLevel: number; expiresAt?: Date | null }
  address: string
}

/**
 * Gives a direct member another role and end, from their next request on; `changed` is false where both were so
 * already. Errors: those of `openMember`; `invalid` for a role above the actor's own or below what the member
 * inherits; `conflict` for the last Owner of a group at the top.
 */
export function changeMember(
  actor: UserActor,
  { holder, memberId, change, address }: Change,
): Promise<{ changed: boolean }> {
  return transaction(async (tx) => {
    await lockTree(tx)
    const { place, membership, inherited, ownLevel } = await openMember(actor, { holder, memberId }, tx)
    const { accessLevel, expiresAt = membership.expiresAt } = change
    const after = { accessLevel, expiresAt }
    const isOther = accessLevel !== membership.accessLevel
    if (!isOther && expiresAt?.getTime() === membership.expiresAt?.getTime()) return { changed: false }
    checkOwnLevel(ownLevel, accessLevel)
    // a group above may have raised somebody since: their end can be changed all the same
    if (isOther) checkInherited(accessLevel, inherited)
    await checkOwnerStays(tx, place, membership, after)
    await updateMembership(tx, membership.id, after)
    const { user } = membership
    await insertAuditEvent(
      tx,
      auditOf('member_updated', { actor, address, place, user, before: membership, after }),
    )
    return { changed: true }
  })
}
