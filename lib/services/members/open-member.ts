import type { Connection } from '@/lib/data/client'
import { listInherited, lockMembership } from '@/lib/data/members'
import { levelOf } from '@/lib/domain/ability'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { HolderKind } from '@/lib/domain/holder'
import { type Inherited, type Membership, mayManage } from '@/lib/domain/member'
import type { Group, Project } from '@/lib/domain/project'
import { openHolder } from '@/lib/services/access/open-project'

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
  { holder, memberId }: { holder: { kind: HolderKind; fullPath: string }; memberId: number },
  tx: Connection,
): Promise<OpenedMember> {
  const place = await openHolder(actor, 'manage_members', holder, tx)
  const membership = await lockMembership(tx, place, { id: memberId })
  if (!membership) throw new DomainError('not_found', 'Member not found.')
  const inherited = await listInherited(tx, place, [membership.user.id])
  const ownLevel = levelOf(actor, place)
  const { accessLevel } = membership
  if (!mayManage(ownLevel, { accessLevel, inheritedLevel: inherited[0]?.accessLevel ?? 0 }))
    throw new DomainError('forbidden', 'You are not allowed to change a member whose role is above yours.')
  return { place, membership, inherited, ownLevel }
}
