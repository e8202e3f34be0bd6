import {
  type DeployToken,
  type Reach,
  type ReachedTokenQuery,
  tokensPerPage,
} from '@/lib/domain/deploy-token'
import type { Holder } from '@/lib/domain/holder'
import type { InstanceSettings } from '@/lib/domain/instance-settings'
import type { InstanceTokenQuery, InstanceTokenSort } from '@/lib/domain/instance-token-query'
import { database, Prisma } from './client'
import { isActive, matchesSearch, type TokenRow, tokenColumns, tokenOrder, toToken } from './deploy-tokens'
import { memberLevel } from './members'
import { type StoredSettings, storedSettings, toInstanceSettings } from './settings'
import { projectPathsBelow } from './tree'

/** A project or group as a list needs to know it. */
interface Place extends Holder {
  traversalIds: readonly number[]
}

/** A token of another holder than the one whose page it stands on. */
export interface HeldToken {
  token: DeployToken
  /** Full path of its holder. */
  holderPath: string
}

export interface ReachedToken extends HeldToken {
  /** Of the viewer, at the token's own holder. */
  accessLevel: number
}

export interface ReachedTokenPage {
  tokens: ReachedToken[]
  /** Matches of the search over all pages. */
  total: number
  /** All there are, whatever is searched for. */
  count: number
  /** The database's clock, by which states are told. */
  now: Date
}

type HeldRow = TokenRow & { holderPath: string }

/** Active tokens `t` of groups `g` of which this is true, with the holder's path and the groups it stands in. */
const ofGroups = (where: Prisma.Sql) => Prisma.sql`
  SELECT t.*, r.path AS holder_path, g.traversal_ids
  FROM groups g JOIN deploy_tokens t ON t.group_id = g.id JOIN routes r ON r.group_id = g.id
  WHERE ${where} AND ${isActive}`

/** Active tokens `t` of the projects in such groups `g`, as `ofGroups`. */
const ofProjects = (where: Prisma.Sql) => Prisma.sql`
  SELECT t.*, r.path AS holder_path, g.traversal_ids
  FROM groups g JOIN projects p ON p.group_id = g.id JOIN deploy_tokens t ON t.project_id = p.id
    JOIN routes r ON r.project_id = p.id
  WHERE ${where} AND ${isActive}`

/** Active tokens of the groups above, which reach this place, or of all that stands in this group. */
function inReach({ kind, id, traversalIds }: Place, reach: Reach): Prisma.Sql {
  const above = kind === 'group' ? traversalIds.filter((groupId) => groupId !== id) : traversalIds
  if (reach === 'inherited') return ofGroups(Prisma.sql`t.group_id = ANY (${above}::int[])`)
  if (kind === 'project') return ofProjects(Prisma.sql`false`)
  const here = Prisma.sql`g.traversal_ids @> ARRAY[${id}::int]`
  return Prisma.sql`${ofGroups(Prisma.sql`${here} AND g.id <> ${id}`)} UNION ALL ${ofProjects(here)}`
}

/** One page of the active tokens in reach, with their number: two queries, whatever the size of the tree. */
export async function listReachedTokens(
  place: Place,
  { reach, search, sort, direction, page }: ReachedTokenQuery,
  viewerId: number,
): Promise<ReachedTokenPage> {
  const tokens = inReach(place, reach)
  const matches = matchesSearch(search, Prisma.sql`t.holder_path`)
  const [rows, [sums]] = await Promise.all([
    // materialised: a planner that hopes to meet twenty of them soon would walk through everybody's tokens
    database().$queryRaw<(HeldRow & { accessLevel: number })[]>`
      WITH reached AS MATERIALIZED (${tokens}) SELECT ${tokenColumns}, t.holder_path AS "holderPath",
        ${memberLevel(viewerId, Prisma.sql`t.project_id`)} AS "accessLevel"
      FROM reached t CROSS JOIN LATERAL (SELECT t.traversal_ids) g WHERE ${matches}
      ORDER BY ${tokenOrder[sort][direction]} LIMIT ${tokensPerPage} OFFSET ${(page - 1) * tokensPerPage}`,
    database().$queryRaw<{ total: number; count: number; now: Date }[]>`
      SELECT count(*) FILTER (WHERE ${matches})::int AS total, count(*)::int AS count, now() AS now
      FROM (${tokens}) t`,
  ])
  const { total = 0, count = 0, now = new Date() } = sums ?? {}
  return {
    tokens: rows.map(({ accessLevel, ...row }) => ({ ...toHeld(row), accessLevel })),
    total,
    count,
    now,
  }
}

function toHeld({ holderPath, ...row }: HeldRow): HeldToken {
  return { token: toToken(row), holderPath }
}

export interface InstanceTokenPage {
  tokens: HeldToken[]
  /** Matches over all pages. */
  total: number
  now: Date
}

const isExpiringWithin = (days: number) =>
  Prisma.sql`${isActive} AND t.expires_at < now() + make_interval(days => ${days}::int)`

const ofState: Record<InstanceTokenQuery['state'], Prisma.Sql> = {
  '': Prisma.sql`true`,
  active: isActive,
  expiring_7: isExpiringWithin(7),
  expiring_30: isExpiringWithin(30),
  expired: Prisma.sql`t.revoked_at IS NULL AND t.expires_at <= now()`,
  revoked: Prisma.sql`t.revoked_at IS NOT NULL`,
}

const ofHolder: Record<InstanceTokenQuery['holder'], Prisma.Sql> = {
  '': Prisma.sql`true`,
  project: Prisma.sql`t.project_id IS NOT NULL`,
  group: Prisma.sql`t.group_id IS NOT NULL`,
}

const ofUse: Record<InstanceTokenQuery['used'], Prisma.Sql> = {
  '': Prisma.sql`true`,
  never: Prisma.sql`t.last_used_at IS NULL`,
  unused_90: Prisma.sql`coalesce(t.last_used_at, t.created_at) < now() - interval '90 days'`,
}

const instanceOrder: Record<InstanceTokenSort, Record<InstanceTokenQuery['direction'], Prisma.Sql>> = {
  ...tokenOrder,
  // never used is longer ago than anything
  lastUsed: {
    asc: Prisma.sql`t.last_used_at ASC NULLS FIRST, t.id ASC`,
    desc: Prisma.sql`t.last_used_at DESC NULLS LAST, t.id DESC`,
  },
}

/** One page of the tokens of the whole instance, of any state: two queries. */
export async function listInstanceTokens(query: InstanceTokenQuery): Promise<InstanceTokenPage> {
  const { search, state, scope, holder, used, sort, direction, page } = query
  const path = Prisma.sql`coalesce(pr.path, gr.path)`
  const tokens = Prisma.sql`
    deploy_tokens t LEFT JOIN routes pr ON pr.project_id = t.project_id LEFT JOIN routes gr ON gr.group_id = t.group_id
    WHERE ${ofState[state]} AND ${ofHolder[holder]} AND ${ofUse[used]}
      AND (${scope} = '' OR ${scope} = ANY (t.scopes))
      AND ${matchesSearch(search, path, Prisma.sql`t.creator_name`)}`
  const [rows, [sums]] = await Promise.all([
    database().$queryRaw<HeldRow[]>`
      SELECT ${tokenColumns}, ${path} AS "holderPath" FROM ${tokens}
      ORDER BY ${instanceOrder[sort][direction]}
      LIMIT ${tokensPerPage} OFFSET ${(page - 1) * tokensPerPage}`,
    database().$queryRaw<{ total: number; now: Date }[]>`
      SELECT count(*)::int AS total, now() AS now FROM ${tokens}`,
  ])
  const { total = 0, now = new Date() } = sums ?? {}
  return { tokens: rows.map(toHeld), total, now }
}

/** What a page about a holder's tokens shows besides them. */
export interface TokenSurroundings {
  /** Active tokens of groups above, and of what stands in the group. */
  counts: Record<Reach, number>
  /** Full paths of at most so many projects that a token of the holder reaches, by path. */
  projectPaths: string[]
  settings: InstanceSettings
}

/** Numbers and examples for the page of this holder. One query, whatever the size of the tree. */
export async function findTokenSurroundings(
  place: Place & { fullPath: string },
  pathsMax: number,
): Promise<TokenSurroundings> {
  const counted = (reach: Reach) => Prisma.sql`(SELECT count(*)::int FROM (${inReach(place, reach)}) t)`
  const paths =
    place.kind === 'group'
      ? projectPathsBelow(place.id, pathsMax)
      : Prisma.sql`ARRAY[${place.fullPath}::text]`
  const [row] = await database().$queryRaw<
    { inherited: number; below: number; projectPaths: string[]; stored: StoredSettings | null }[]
  >`SELECT ${counted('inherited')} AS inherited, ${counted('below')} AS below, ${storedSettings} AS stored,
      ${paths} AS "projectPaths"`
  if (!row) throw new Error('A query without a condition has a row')
  const { inherited, below, projectPaths, stored } = row
  return { counts: { inherited, below }, projectPaths, settings: toInstanceSettings(stored) }
}
