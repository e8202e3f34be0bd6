import type { Page, PageWish } from '@/lib/domain/page'
import { Prisma } from './client'
import { contains, selectPage } from './pages'
import { type Profile, profileColumns } from './profiles'

/** A person in a place. */
export interface MemberEntry extends Profile {
  accessLevel: number
  memberSince: Date
  /** When the membership ends, if it does. */
  memberUntil: Date | null
}

/** Where the members of a list stand: in a place, and in groups above it. */
export interface MemberPlaces {
  groupIds: readonly number[]
  projectId: number | undefined
}

export interface MemberFilter {
  /** Part of a name or user name; '' for all. */
  text: string
  /** This user alone. */
  userId?: number
}

/** One page of the live members of these places, each once with their highest level, by user name: one statement. */
export function findMemberPage(
  { groupIds, projectId }: MemberPlaces,
  { text, userId }: MemberFilter,
  page: PageWish,
): Promise<Page<MemberEntry>> {
  const highest = Prisma.sql`
    SELECT DISTINCT ON (m.user_id) m.user_id, m.access_level, m.created_at, m.expires_at FROM memberships m
    WHERE (m.group_id = ANY (${[...groupIds]}::int[]) OR m.project_id = ${projectId ?? null}::int)
      AND (m.expires_at IS NULL OR m.expires_at > now())
    ORDER BY m.user_id, m.access_level DESC, m.id`
  const selection = {
    columns: Prisma.sql`${profileColumns}, m.access_level AS "accessLevel", m.created_at AS "memberSince",
      m.expires_at AS "memberUntil"`,
    from: Prisma.sql`FROM (${highest}) m JOIN users u ON u.id = m.user_id
      WHERE ${contains(text, [Prisma.sql`u.name`, Prisma.sql`u.username`])}
        AND (${userId ?? null}::int IS NULL OR u.id = ${userId ?? null}::int)`,
    order: Prisma.sql`u.username_key`,
  }
  return selectPage<MemberEntry>(selection, page)
}
