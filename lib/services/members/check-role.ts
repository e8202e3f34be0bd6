import type { Connection } from '@/lib/data/client'
import { lockLastingOwners } from '@/lib/data/members'
import { DomainError } from '@/lib/domain/error'
import type { Inherited, Membership } from '@/lib/domain/member'
import type { Group, Project } from '@/lib/domain/project'
import { accessLevels, roleOf } from '@/lib/domain/role'

/** Error: `invalid` at the role, for one above the actor's own. */
export function checkOwnLevel(ownLevel: number, accessLevel: number): void {
  if (accessLevel <= ownLevel) return
  throw invalidRole([`You can't give a role above your own, which is ${roleOf(ownLevel) ?? 'none'}`])
}

/** Error: `invalid` at the role, for one below what somebody inherits; `of` names who, where there are several. */
export function checkInherited(
  accessLevel: number,
  inherited: readonly Inherited[],
  of: (userId: number) => string = () => '',
): void {
  const higher = inherited.filter((membership) => membership.accessLevel > accessLevel)
  if (higher.length === 0) return
  throw invalidRole(
    higher.map(
      ({ userId, groupName, ...membership }) =>
        `${of(userId)}Access level should be greater than or equal to ${roleOf(membership.accessLevel)} inherited membership from group ${groupName}`,
    ),
  )
}

/** Error: `conflict` where a group at the top would lose the last direct Owner who can keep it. */
export async function checkOwnerStays(
  tx: Connection,
  place: Project | Group,
  membership: Membership,
  after?: { accessLevel: number; expiresAt: Date | null },
): Promise<void> {
  if (place.kind !== 'group' || place.traversalIds.length > 1) return
  if (!isLastingOwner(membership) || (after && isLastingOwner(after))) return
  const owners = await lockLastingOwners(tx, place.id)
  if (owners.some((id) => id !== membership.id)) return
  throw new DomainError(
    'conflict',
    'A group must keep at least one Owner without an expiration date. Add another Owner first.',
  )
}

function isLastingOwner({
  accessLevel,
  expiresAt,
}: {
  accessLevel: number
  expiresAt: Date | null
}): boolean {
  return accessLevel === accessLevels.Owner && expiresAt === null
}

function invalidRole(messages: string[]): DomainError {
  return new DomainError('invalid', 'The role needs another look.', { fields: { accessLevel: messages } })
}
