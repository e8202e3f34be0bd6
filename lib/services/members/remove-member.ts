import { insertAuditEvents } from '@/lib/data/audit-events'
import { type Connection, transaction } from '@/lib/data/client'
import { revokeTokensMadeBy } from '@/lib/data/deploy-tokens'
import { deleteMemberships, listMembershipsBelow } from '@/lib/data/members'
import { lockTree } from '@/lib/data/tree'
import { levelOf } from '@/lib/domain/ability'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { HolderName } from '@/lib/domain/holder'
import type { Group, Project } from '@/lib/domain/project'
import { openHolder } from '@/lib/services/access/open-project'
import { auditOf as auditOfToken } from '@/lib/services/deploy-tokens/audit-of'
import { auditOf } from './audit-of'
import { checkOwnerStays } from './check-role'
import { type MemberName, openMember } from './open-member'

interface Removal {
  holder: HolderName
  memberId: MemberName
  /** The deploy tokens that the person made here and below end too; without it they go on, as tokens do. */
  revokesTokens: boolean
  /** Of a group: the person's own memberships in everything below it end too. */
  removesBelow: boolean
  address: string
}

/**
 * Removes a direct member, and with them what is asked for, in one transaction with an audit event for each. Gives
 * how many tokens and memberships below ended. Errors: those of `openMember`; `conflict` for the last Owner of a
 * group at the top, and where the person is more than the actor somewhere below.
 */
export function removeMember(
  actor: UserActor,
  { holder, memberId, revokesTokens, removesBelow, address }: Removal,
): Promise<{ revokedCount: number; belowCount: number }> {
  return transaction(async (tx) => {
    await lockTree(tx)
    const { place, membership } = await openMember(actor, { holder, memberId }, tx)
    if (revokesTokens) await openHolder(actor, 'manage_deploy_tokens', holder, tx)
    await checkOwnerStays(tx, place, membership)

    const { user } = membership
    const below = removesBelow ? await openBelow(tx, actor, place, user.id) : []
    await deleteMemberships(tx, [membership.id, ...below.map(({ id }) => id)])
    const revoked = revokesTokens ? await revokeTokensMadeBy(tx, user.id, place, actor) : []
    await insertAuditEvents(tx, [
      auditOf('member_removed', { actor, address, place, user, before: membership }),
      ...below.map((before) =>
        auditOf('member_removed', { actor, address, place: before.place, user, before }),
      ),
      ...revoked.map(({ token, place }) =>
        auditOfToken('deploy_token_revoked', { actor, address, holder: place, token }),
      ),
    ])
    return { revokedCount: revoked.length, belowCount: below.length }
  })
}

async function openBelow(tx: Connection, actor: UserActor, place: Project | Group, userId: number) {
  if (place.kind === 'project') return []
  const below = await listMembershipsBelow(tx, { groupId: place.id, userId, actorId: actor.id })
  const higher = below.find(
    ({ accessLevel, ownLevel }) => accessLevel > levelOf(actor, { accessLevel: ownLevel }),
  )
  if (higher)
    throw new DomainError(
      'conflict',
      `Their role in ${higher.place.fullPath} is above yours: only an Owner can remove it.`,
    )
  return below
}
