import type { Page, PageWish } from '@/lib/domain/page'
import { database, Prisma } from './client'
import { contains, selectPage } from './pages'

/** A person, as others see them. */
export interface Profile {
  id: number
  username: string
  name: string
  email: string
  isAdmin: boolean
  isBlocked: boolean
  createdAt: Date
}

/** The columns of a `Profile`, of user `u`. */
export const profileColumns = Prisma.sql`u.id, u.username, u.name, u.email, u.is_admin AS "isAdmin",
  u.blocked_at IS NOT NULL AS "isBlocked", u.created_at AS "createdAt"`

/** The user of this number. */
export async function findProfile(id: number): Promise<Profile | undefined> {
  const [row] = await database().$queryRaw<
    Profile[]
  >`SELECT ${profileColumns} FROM users u WHERE u.id = ${id}`
  return row
}

/** One page of the users, of one user name in any case, or with a text in name or user name; the newest first. */
export function findProfilePage(
  { username, text }: { username?: string; text: string },
  page: PageWish,
): Promise<Page<Profile>> {
  const named =
    username === undefined ? Prisma.sql`true` : Prisma.sql`u.username_key = ${username.toLowerCase()}`
  const from = Prisma.sql`FROM users u
    WHERE ${named} AND ${contains(text, [Prisma.sql`u.name`, Prisma.sql`u.username`])}`
  return selectPage<Profile>({ columns: profileColumns, from, order: Prisma.sql`u.id DESC` }, page)
}
