import { createdTokensPerHourMax } from '@/lib/domain/deploy-token'
import type { Holder } from '@/lib/domain/holder'
import type { InstanceSettings } from '@/lib/domain/instance-settings'
import { type Connection, Prisma } from './client'
import { belongsTo, isActive } from './deploy-tokens'
import { type StoredSettings, storedSettings, toInstanceSettings } from './settings'

/**
 * Until this transaction ends nobody else makes a token of this holder, and its maker makes none anywhere: what is
 * counted then stays true. Gives the time by the database's clock; undefined where one of the two is gone.
 */
export async function lockTokenMaking(
  tx: Connection,
  holder: Holder,
  makerId: number,
): Promise<Date | undefined> {
  const table = holder.kind === 'project' ? Prisma.sql`projects` : Prisma.sql`groups`
  // people before places, in every transaction; not for their keys, so that what refers to them is added meanwhile
  const [maker] = await tx.$queryRaw<{ now: Date }[]>`
    SELECT now() AS now FROM users WHERE id = ${makerId} FOR NO KEY UPDATE`
  const holders = await tx.$queryRaw<unknown[]>`
    SELECT FROM ${table} WHERE id = ${holder.id} FOR NO KEY UPDATE`
  return holders.length > 0 ? maker?.now : undefined
}

export interface TokenTally {
  /** Active tokens of the holder. */
  active: number
  settings: InstanceSettings
  /** The database's clock. */
  now: Date
  /** Until the maker may make another, in seconds; null while they may. */
  waitSeconds: number | null
}

/** What a new token is measured by once it is there, its own row included. One query, by two indexes. */
export async function tallyTokens(tx: Connection, holder: Holder, makerId: number): Promise<TokenTally> {
  const [row] = await tx.$queryRaw<(Omit<TokenTally, 'settings'> & { stored: StoredSettings | null })[]>`
    SELECT now() AS now, ${storedSettings} AS stored,
      (SELECT count(*)::int FROM deploy_tokens t WHERE ${belongsTo(holder)} AND ${isActive}) AS active,
      (SELECT ceil(extract(epoch FROM t.created_at + interval '1 hour' - now()))::int
       FROM deploy_tokens t WHERE t.creator_id = ${makerId} AND t.created_at > now() - interval '1 hour'
       ORDER BY t.created_at DESC OFFSET ${createdTokensPerHourMax} LIMIT 1) AS "waitSeconds"`
  if (!row) throw new Error('A query without a condition has a row')
  const { stored, ...tally } = row
  return { ...tally, settings: toInstanceSettings(stored) }
}
