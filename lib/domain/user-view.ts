/** A person as the tables keep them. */
export interface UserRecord {
  id: number
  username: string
  name: string
  email: string
  isAdmin: boolean
  blockedAt: Date | null
  createdAt: Date
}

/** A person as the admin area lists them. */
export interface ListedUser extends UserRecord {
  /** When a session of theirs was last in use. */
  lastActivityAt: Date | null
  /** The groups, and the projects, that they are a member of, directly or from above. */
  groupCount: number
  projectCount: number
}

/** A person as a page gets them: plain data, without a digest. */
export interface UserView {
  id: number
  username: string
  name: string
  email: string
  isAdmin: boolean
  isBlocked: boolean
  /** The one who looks. */
  isSelf: boolean
  /** Times are ISO 8601 in UTC. */
  createdAt: string
  blockedAt: string | null
  lastActivityAt: string | null
  groupCount: number
  projectCount: number
}

/** What the admin area shows of a user to the administrator of this number. */
export function presentUser(user: ListedUser, viewerId: number): UserView {
  const {
    id,
    username,
    name,
    email,
    isAdmin,
    blockedAt,
    createdAt,
    lastActivityAt,
    groupCount,
    projectCount,
  } = user
  return {
    id,
    username,
    name,
    email,
    isAdmin,
    isBlocked: blockedAt !== null,
    isSelf: id === viewerId,
    createdAt: createdAt.toISOString(),
    blockedAt: blockedAt?.toISOString() ?? null,
    lastActivityAt: lastActivityAt?.toISOString() ?? null,
    groupCount,
    projectCount,
  }
}
