import { type Member, mayManage } from './member'
import { roleOf } from './role'

/** A member as a person sees them in the list: plain data, fit for any wire. */
export interface MemberView {
  userId: number
  name: string
  username: string
  isBlocked: boolean
  /** The one who looks. */
  isSelf: boolean
  role: string
  accessLevel: number
  /** Times are ISO 8601 in UTC. */
  expiresAt: string | null
  isExpired: boolean
  createdAt: string
  isDirect: boolean
  source: { kind: 'project' | 'group'; name: string; fullPath: string }
  direct: DirectView | null
  inheritedLevel: number
  /** Whether the one who looks may change or remove the direct membership. */
  canManage: boolean
}

export interface DirectView {
  id: number
  role: string
  accessLevel: number
  expiresAt: string | null
  isExpired: boolean
}

/** One page of the list as plain data, with the level up to which the one who looks gives roles; 0: none. */
export interface MemberPageView {
  members: MemberView[]
  total: number
  /** All members, whatever is searched for. */
  count: number
  givesUpTo: number
}

interface Viewer {
  userId: number
  givesUpTo: number
}

/** A page of the list as this viewer sees it. */
export function presentMemberPage(
  page: { members: Member[]; total: number; count: number },
  viewer: Viewer,
): MemberPageView {
  const { members, total, count } = page
  return {
    members: members.map((member) => presentMember(member, viewer)),
    total,
    count,
    givesUpTo: viewer.givesUpTo,
  }
}

function presentMember(member: Member, viewer: Viewer): MemberView {
  const { user, direct, source, accessLevel, expiresAt, isExpired, createdAt, isDirect } = member
  const { inheritedLevel } = member
  return {
    userId: user.id,
    name: user.name,
    username: user.username,
    isBlocked: user.isBlocked,
    isSelf: user.id === viewer.userId,
    role: nameOf(accessLevel),
    accessLevel,
    expiresAt: expiresAt?.toISOString() ?? null,
    isExpired,
    createdAt: createdAt.toISOString(),
    isDirect,
    source: { kind: source.kind, name: source.name, fullPath: source.fullPath },
    direct: direct && {
      id: direct.id,
      role: nameOf(direct.accessLevel),
      accessLevel: direct.accessLevel,
      expiresAt: direct.expiresAt?.toISOString() ?? null,
      isExpired: direct.isExpired,
    },
    inheritedLevel,
    canManage:
      direct !== null &&
      viewer.givesUpTo > 0 &&
      mayManage(viewer.givesUpTo, { accessLevel: direct.accessLevel, inheritedLevel }),
  }
}

function nameOf(level: number): string {
  return roleOf(level) ?? 'None'
}
