import type { DeployToken } from '@/lib/domain/deploy-token'
import type { Holder } from '@/lib/domain/holder'
import type { Page, PageWish } from '@/lib/domain/page'
import { database, Prisma } from './client'
import { belongsTo, isActive, type TokenRow, tokenColumns, toToken } from './deploy-tokens'
import { selectPage } from './pages'

/** A token with who made it, while they are there, and the moment it was read by the database's clock. */
export interface TokenRecord {
  token: DeployToken
  creator: { id: number; name: string; username: string } | null
  now: Date
}

type RecordRow = TokenRow & Omit<TokenRecord, 'token'>

const recordColumns = Prisma.sql`${tokenColumns}, now() AS now,
  (SELECT json_build_object('id', u.id, 'name', u.name, 'username', u.username)
   FROM users u WHERE u.id = t.creator_id) AS creator`

/** One page of the tokens of a holder, or of all there are, in the order they were made: one statement. */
export async function findTokenPage(
  { holder, activeOnly }: { holder: Holder | 'instance'; activeOnly: boolean },
  page: PageWish,
): Promise<Page<TokenRecord>> {
  const owned = holder === 'instance' ? Prisma.sql`true` : belongsTo(holder)
  const from = Prisma.sql`FROM deploy_tokens t WHERE ${owned} AND (${!activeOnly} OR ${isActive})`
  const { items, total } = await selectPage<RecordRow>(
    { columns: recordColumns, from, order: Prisma.sql`t.id` },
    page,
  )
  return { items: items.map(toRecord), total }
}

/** The holder's token of this number. */
export async function findTokenRecord(holder: Holder, id: number): Promise<TokenRecord | undefined> {
  const [row] = await database().$queryRaw<RecordRow[]>`
    SELECT ${recordColumns} FROM deploy_tokens t WHERE t.id = ${id} AND ${belongsTo(holder)}`
  return row && toRecord(row)
}

/** Removes the holder's token and gives what it was; undefined: there is none, or somebody removed it first. */
export async function deleteTokenRow(
  tx: Prisma.TransactionClient,
  holder: Holder,
  id: number,
): Promise<DeployToken | undefined> {
  const [row] = await tx.$queryRaw<TokenRow[]>`
    DELETE FROM deploy_tokens t WHERE t.id = ${id} AND ${belongsTo(holder)} RETURNING ${tokenColumns}`
  return row && toToken(row)
}

function toRecord({ creator, now, ...row }: RecordRow): TokenRecord {
  return { token: toToken(row), creator, now }
}
