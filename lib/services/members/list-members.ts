import { listMembers as listRows, type MemberPage } from '@/lib/data/member-lists'
import { decide, levelOf } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import type { HolderKind } from '@/lib/domain/holder'
import type { MemberListQuery } from '@/lib/domain/member'
import type { Group, Project } from '@/lib/domain/project'
import { openHolder } from '@/lib/services/access/open-project'

export interface MemberList {
  place: Project | Group
  page: MemberPage
  /** The highest role the actor may give there; 0 for who may not manage members. */
  givesUpTo: number
}

/** One page of who is in a project or group, directly or from above. Errors: those of `openHolder`. */
export async function listMembers(
  actor: Actor,
  named: { kind: HolderKind; fullPath: string },
  query: MemberListQuery,
): Promise<MemberList> {
  const place = await openHolder(actor, 'read_members', named)
  const manages = decide(actor, 'manage_members', place) === 'allow'
  return { place, page: await listRows(place, query), givesUpTo: manages ? levelOf(actor, place) : 0 }
}
