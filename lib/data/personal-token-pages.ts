import { isId } from '@/lib/domain/holder'
import type { Page, PageWish } from '@/lib/domain/page'
import type { PersonalAccessToken, PersonalTokenSearch } from '@/lib/domain/personal-access-token'
import { Prisma } from './client'
import { contains, selectPage } from './pages'
import { isActive, personalTokenColumns, toPersonalToken } from './personal-access-tokens'

/** A token, and the moment it was read by the database's clock. */
export interface PersonalTokenRecord {
  token: PersonalAccessToken
  now: Date
}

type RecordRow = PersonalAccessToken & { now: Date }

/** One page of the tokens that are searched for, in the order they were made: one statement. */
export async function findPersonalTokenPage(
  search: PersonalTokenSearch,
  page: PageWish,
): Promise<Page<PersonalTokenRecord>> {
  const from = Prisma.sql`FROM personal_access_tokens t WHERE ${Prisma.join(conditions(search), ' AND ')}`
  const { items, total } = await selectPage<RecordRow>(
    { columns: Prisma.sql`${personalTokenColumns}, now() AS now`, from, order: Prisma.sql`t.id` },
    page,
  )
  return { items: items.map(({ now, ...row }) => ({ token: toPersonalToken(row), now })), total }
}

function conditions({ userId, isRevoked, state, text }: PersonalTokenSearch): Prisma.Sql[] {
  const all = [contains(text, [Prisma.sql`t.name`])]
  // what cannot be a number of ours is nobody's
  if (userId !== undefined) all.push(isId(userId) ? Prisma.sql`t.user_id = ${userId}` : Prisma.sql`false`)
  if (isRevoked !== undefined) all.push(Prisma.sql`(t.revoked_at IS NOT NULL) = ${isRevoked}`)
  if (state !== undefined) all.push(state === 'active' ? isActive : Prisma.sql`NOT ${isActive}`)
  return all
}
