import type { Connection } from '@/lib/data/client'
import { listInherited, lockMembership } from '@/lib/data/members'
import { levelOf } from '@/lib/domain/ability'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { type HolderName, isId } from '@/lib/domain/holder'
import { type Inherited, type Membership, mayManage } from '@/lib/domain/member'
import type { Group, Project } from '@/lib/domain/project'
import { openHolder } from '@/lib/services/access/open-project'

/** A direct member by the number of the membership, or by that of the user. */
export type MemberName = number | { userId: number }

export interface OpenedMember {
  place: Project | Group
  membership: Membership
  inherited: Inherited[]
  /** The actor's own level in the place. */
  ownLevel: number
}

/**
 * A direct member of a place whom the actor may change or remove, locked until the transaction ends. Errors: those of
 * `openHolder`; `not_found` for a membership that is not there or stands elsewhere; `forbidden` for a person who is
 * more there than the actor.
 */
export async function openMember(
  actor: UserActor,
  { holder, memberId }: { holder: HolderName; memberId: MemberName },
  tx: Connection,
): Promise<OpenedMember> {
  const place = await openHolder(actor, 'manage_members', holder, tx)
  const which = typeof memberId === 'number' ? { id: memberId } : memberId
  const isNumber = isId('id' in which ? which.id : which.userId)
  const membership = isNumber ? await lockMembership(tx, place, which) : undefined
  if (!membership) throw new DomainError('not_found', 'Member not found.')
  const inherited = await listInherited(tx, place, [membership.user.id])
  const ownLevel = levelOf(actor, place)
  const { accessLevel } = membership
  if (!mayManage(ownLevel, { accessLevel, inheritedLevel: inherited[0]?.accessLevel ?? 0 }))
    throw new DomainError('forbidden', 'You are not allowed to change a member whose role is above yours.')
  return { place, membership, inherited, ownLevel }
}
