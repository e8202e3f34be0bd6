import { database } from '@/lib/data/client'
import { listTokensMadeBy, type PlacedToken } from '@/lib/data/deploy-tokens'
import { findMembership, listMembershipsBelow } from '@/lib/data/members'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { HolderKind } from '@/lib/domain/holder'
import { openHolder } from '@/lib/services/access/open-project'

const tokensMax = 100

export interface RemovalPreview {
  /** Active deploy tokens that the person made here and below, 100 at most. */
  tokens: PlacedToken[]
  tokenCount: number
  /** The person's own memberships in everything below. */
  belowCount: number
}

/** What a removal would leave behind. Errors: those of `openHolder`; `not_found` for somebody who is no direct member. */
export async function previewRemoval(
  actor: UserActor,
  { holder, memberId }: { holder: { kind: HolderKind; fullPath: string }; memberId: number },
): Promise<RemovalPreview> {
  const place = await openHolder(actor, 'manage_members', holder)
  const membership = await findMembership(database(), place, { id: memberId })
  if (!membership) throw new DomainError('not_found', 'Member not found.')
  const userId = membership.user.id
  const [{ tokens, total }, below] = await Promise.all([
    listTokensMadeBy(userId, place, tokensMax),
    place.kind === 'group'
      ? listMembershipsBelow(database(), { groupId: place.id, userId, actorId: actor.id })
      : [],
  ])
  return { tokens, tokenCount: total, belowCount: below.length }
}
