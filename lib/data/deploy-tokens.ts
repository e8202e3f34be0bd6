import type { DeployTokenActor } from '@/lib/domain/actor'
import {
  type DeployToken,
  type NewDeployToken,
  stateOf,
  type TokenListQuery,
  type TokenState,
  tokensPerPage,
  usernameOf,
} from '@/lib/domain/deploy-token'
import type { Holder } from '@/lib/domain/holder'
import type { Project } from '@/lib/domain/project'
import { inOrder, type Scope } from '@/lib/domain/scope'
import { type Connection, database, Prisma } from './client'
import { type Place, type PlaceRow, toPlace } from './members'
import { type ProjectColumn, projectOfImage, toProject } from './projects'

/** A row as `tokenColumns` gives it. */
export interface TokenRow {
  id: number
  name: string
  customUsername: string | null
  scopes: Scope[]
  projectId: number | null
  groupId: number | null
  createdAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  lastUsedAt: Date | null
  creatorName: string | null
  revokerName: string | null
}

export const tokenColumns = Prisma.sql`
  t.id, t.name, t.username AS "customUsername", t.scopes, t.project_id AS "projectId", t.group_id AS "groupId",
  t.created_at AS "createdAt", t.expires_at AS "expiresAt", t.revoked_at AS "revokedAt",
  t.last_used_at AS "lastUsedAt", t.creator_name AS "creatorName", t.revoker_name AS "revokerName"`

/** `stateOf` in SQL, by the database's clock. */
export const isActive = Prisma.sql`(t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now()))`

/** Tokens `t` of this holder. */
export function belongsTo(holder: Holder): Prisma.Sql {
  return holder.kind === 'project'
    ? Prisma.sql`t.project_id = ${holder.id}`
    : Prisma.sql`t.group_id = ${holder.id}`
}

/** The token of a row. */
export function toToken(row: TokenRow): DeployToken {
  const { projectId, groupId, scopes, ...rest } = row
  return { ...rest, scopes: inOrder(scopes), holder: toHolder(projectId, groupId) }
}

function toHolder(projectId: number | null, groupId: number | null): Holder {
  return projectId !== null ? { kind: 'project', id: projectId } : { kind: 'group', id: groupId ?? 0 }
}

export interface PresentedToken {
  actor: DeployTokenActor
  state: TokenState
  expiresAt: Date | null
  revokedAt: Date | null
}

interface PresentedRow extends TokenRow {
  now: Date
  holderPath: string
  project: ProjectColumn
}

/** The token with this digest, dead or alive by the database's clock. One query on the unique index. */
export function findByDigest(digest: Uint8Array<ArrayBuffer>): Promise<PresentedToken | undefined> {
  return findPresented(Prisma.sql`t.digest = ${digest}`)
}

/**
 * The token of this number as it is now, or undefined where it may not go on: one read. In a transaction it stays as
 * it is until its end.
 */
export async function findActorOfDeployToken(
  id: number,
  tx?: Connection,
): Promise<DeployTokenActor | undefined> {
  const found = await findPresented(Prisma.sql`t.id = ${id}`, tx)
  return found?.state === 'active' ? found.actor : undefined
}

/** As `findActorOfDeployToken`, and the project that an image of this name would belong to: one read of both. */
export async function findDeployTokenAtImage(
  id: number,
  imageName: string,
  tx?: Connection,
): Promise<{ actor: DeployTokenActor; project: Project | undefined } | undefined> {
  const found = await findPresented(Prisma.sql`t.id = ${id}`, tx, projectOfImage(imageName, undefined))
  return found?.state === 'active' ? found : undefined
}

async function findPresented(
  which: Prisma.Sql,
  tx?: Connection,
  project = Prisma.sql`NULL::json`,
): Promise<(PresentedToken & { project: Project | undefined }) | undefined> {
  const [row] = await (tx ?? database()).$queryRaw<PresentedRow[]>`
    SELECT ${tokenColumns}, now() AS now, r.path AS "holderPath", ${project} AS project
    FROM deploy_tokens t JOIN routes r ON r.project_id = t.project_id OR r.group_id = t.group_id
    WHERE ${which} ${tx ? Prisma.sql`FOR SHARE OF t` : Prisma.empty}`
  if (!row) return undefined
  const { id, name, scopes, holder, expiresAt, revokedAt } = toToken(row)
  const username = usernameOf(row)
  const actor: DeployTokenActor = {
    kind: 'deploy-token',
    id,
    name,
    username,
    scopes,
    holder,
    holderPath: row.holderPath,
  }
  return { actor, state: stateOf(row, row.now), expiresAt, revokedAt, project: toProject(row.project) }
}

export interface DeployTokenRecord {
  token: NewDeployToken
  holder: Holder
  digest: Uint8Array<ArrayBuffer>
  requestKey: string
  creator: { id: number; name: string }
  /** By the database's clock; by this process's, if it is left out. */
  createdAt?: Date
}

/** Adds a token; the creator's request key used before is Prisma's unique error over `request_key`. */
export async function insertDeployToken(tx: Connection, record: DeployTokenRecord): Promise<DeployToken> {
  const { token, holder, creator, digest, requestKey, createdAt } = record
  const { username, ...row } = await tx.deployToken.create({
    data: {
      name: token.name,
      username: token.username,
      scopes: token.scopes,
      expiresAt: token.expiresAt,
      digest,
      requestKey,
      createdAt,
      projectId: holder.kind === 'project' ? holder.id : null,
      groupId: holder.kind === 'group' ? holder.id : null,
      creatorId: creator.id,
      creatorName: creator.name,
    },
    omit: { digest: true, requestKey: true, creatorId: true, revokerId: true },
  })
  return toToken({ ...row, customUsername: username, scopes: token.scopes })
}

/** Revokes the holder's token if it is not revoked yet, and says whether this call did it; undefined: no such token. */
export async function revokeDeployToken(
  tx: Connection,
  holder: Holder,
  id: number,
  revoker: { id: number; name: string },
): Promise<{ token: DeployToken; changed: boolean } | undefined> {
  const revoked = await tx.$queryRaw<TokenRow[]>`
    UPDATE deploy_tokens t SET revoked_at = now(), revoker_id = ${revoker.id}, revoker_name = ${revoker.name}
    WHERE t.id = ${id} AND ${belongsTo(holder)} AND t.revoked_at IS NULL
    RETURNING ${tokenColumns}`
  const [row] = revoked.length
    ? revoked
    : await tx.$queryRaw<
        TokenRow[]
      >`SELECT ${tokenColumns} FROM deploy_tokens t WHERE t.id = ${id} AND ${belongsTo(holder)}`
  return row && { token: toToken(row), changed: revoked.length > 0 }
}

export interface RevokedToken {
  token: DeployToken
  changed: boolean
  /** Where it happened, for the audit log. */
  place: Holder & { fullPath: string; traversalIds: number[] }
}

/** Revokes those of these tokens that are not revoked yet, and says of each that there is whether this call did it. */
export async function revokeDeployTokens(
  tx: Connection,
  ids: readonly number[],
  revoker: { id: number; name: string },
): Promise<RevokedToken[]> {
  // in one order, so that two who revoke the same ones wait for each other and not both for ever
  await tx.$queryRaw`SELECT id FROM deploy_tokens WHERE id = ANY (${ids}::int[]) ORDER BY id FOR UPDATE`
  const changed = await tx.$queryRaw<{ id: number }[]>`
    UPDATE deploy_tokens SET revoked_at = now(), revoker_id = ${revoker.id}, revoker_name = ${revoker.name}
    WHERE id = ANY (${ids}::int[]) AND revoked_at IS NULL RETURNING id`
  const rows = await tx.$queryRaw<(TokenRow & { fullPath: string; traversalIds: number[] })[]>`
    SELECT ${tokenColumns}, r.path AS "fullPath", g.traversal_ids AS "traversalIds"
    FROM deploy_tokens t LEFT JOIN projects p ON p.id = t.project_id
      JOIN groups g ON g.id = coalesce(t.group_id, p.group_id)
      JOIN routes r ON r.project_id = t.project_id OR r.group_id = t.group_id
    WHERE t.id = ANY (${ids}::int[]) ORDER BY t.id`
  const changedIds = new Set(changed.map(({ id }) => id))
  return rows.map(({ fullPath, traversalIds, ...row }) => {
    const token = toToken(row)
    return { token, changed: changedIds.has(row.id), place: { ...token.holder, fullPath, traversalIds } }
  })
}

export interface TokenPage {
  tokens: DeployToken[]
  /** Matches of state and search over all pages. */
  total: number
  /** All of the holder's, whatever is searched for. */
  counts: { active: number; inactive: number }
  /** The database's clock, by which states are told. */
  now: Date
}

export const tokenOrder: Record<TokenListQuery['sort'], Record<TokenListQuery['direction'], Prisma.Sql>> = {
  created: { asc: Prisma.sql`t.id ASC`, desc: Prisma.sql`t.id DESC` },
  name: { asc: Prisma.sql`lower(t.name) ASC, t.id ASC`, desc: Prisma.sql`lower(t.name) DESC, t.id DESC` },
  expires: {
    asc: Prisma.sql`t.expires_at ASC NULLS LAST, t.id ASC`,
    desc: Prisma.sql`t.expires_at DESC NULLS FIRST, t.id DESC`,
  },
}

/** Tokens `t` with this text in their name or the name they sign in with, or in `further` texts; '' is in all. */
export function matchesSearch(search: string, ...further: Prisma.Sql[]): Prisma.Sql {
  const texts = [
    Prisma.sql`t.name`,
    Prisma.sql`coalesce(t.username, 'gitlab+deploy-token-' || t.id)`,
    ...further,
  ]
  const found = texts.map((text) => Prisma.sql`position(lower(${search}) IN lower(${text})) > 0`)
  return Prisma.sql`(${search} = '' OR ${Prisma.join(found, ' OR ')})`
}

/** One page of the holder's own tokens, with the counts of the tabs: two queries, whatever their number. */
export async function listDeployTokens(holder: Holder, query: TokenListQuery): Promise<TokenPage> {
  const { state, search, sort, direction, page } = query
  const matches = Prisma.sql`
    ${state === 'active' ? isActive : Prisma.sql`NOT ${isActive}`}
    AND ${matchesSearch(search)}`
  const [rows, [sums]] = await Promise.all([
    database().$queryRaw<TokenRow[]>`
      SELECT ${tokenColumns} FROM deploy_tokens t WHERE ${belongsTo(holder)} AND ${matches}
      ORDER BY ${tokenOrder[sort][direction]} LIMIT ${tokensPerPage} OFFSET ${(page - 1) * tokensPerPage}`,
    database().$queryRaw<{ total: number; active: number; all: number; now: Date }[]>`
      SELECT count(*) FILTER (WHERE ${matches})::int AS total, count(*) FILTER (WHERE ${isActive})::int AS active,
        count(*)::int AS all, now() AS now
      FROM deploy_tokens t WHERE ${belongsTo(holder)}`,
  ])
  const { total = 0, active = 0, all = 0, now = new Date() } = sums ?? {}
  return { tokens: rows.map(toToken), total, counts: { active, inactive: all - active }, now }
}

/** Moves the last-used time of tokens forward, at most once a minute each. */
export async function touchDeployTokens(uses: ReadonlyMap<number, Date>): Promise<void> {
  if (uses.size === 0) return
  await database().$executeRaw`
    UPDATE deploy_tokens t SET last_used_at = u.at
    FROM unnest(${[...uses.keys()]}::int[], ${[...uses.values()]}::timestamptz[]) AS u(id, at)
    WHERE t.id = u.id AND (t.last_used_at IS NULL OR t.last_used_at < u.at - interval '1 minute')`
}

/** A token with the project or group it belongs to. */
export interface PlacedToken {
  token: DeployToken
  place: Place & { fullPath: string }
}

/** Where a token stands: its holder, and the group `g` in whose tree that is. */
const placed = Prisma.sql`
  LEFT JOIN projects p ON p.id = t.project_id
  JOIN groups g ON g.id = coalesce(t.group_id, p.group_id)
  JOIN routes r ON r.project_id = t.project_id OR r.group_id = t.group_id`

function madeBy(creatorId: number, holder: Holder): Prisma.Sql {
  const below = Prisma.sql`g.traversal_ids @> ARRAY[${holder.id}::int]`
  return Prisma.sql`
    t.creator_id = ${creatorId} AND ${isActive} AND ${holder.kind === 'project' ? belongsTo(holder) : below}`
}

/**
 * The active tokens that a person made for a project, or for a group and everything below it, by the path of their
 * holders: at most `count` of them, and how many there are. One query.
 */
export async function listTokensMadeBy(
  creatorId: number,
  holder: Holder,
  count: number,
): Promise<{ tokens: PlacedToken[]; total: number }> {
  const rows = await database().$queryRaw<(TokenRow & PlaceRow & { total: number })[]>`
    SELECT ${tokenColumns}, r.path AS "fullPath", g.traversal_ids AS "traversalIds", count(*) OVER ()::int AS total
    FROM deploy_tokens t ${placed} WHERE ${madeBy(creatorId, holder)} ORDER BY r.path_key, t.id LIMIT ${count}`
  return {
    tokens: rows.map((row) => ({ token: toToken(row), place: toPlace(row) })),
    total: rows[0]?.total ?? 0,
  }
}

/** Revokes all of them, and says which this call did. */
export async function revokeTokensMadeBy(
  tx: Connection,
  creatorId: number,
  holder: Holder,
  revoker: { id: number; name: string },
): Promise<PlacedToken[]> {
  const rows = await tx.$queryRaw<(TokenRow & PlaceRow)[]>`
    UPDATE deploy_tokens t SET revoked_at = now(), revoker_id = ${revoker.id}, revoker_name = ${revoker.name}
    FROM (SELECT t.id, r.path AS "fullPath", g.traversal_ids AS "traversalIds"
      FROM deploy_tokens t ${placed} WHERE ${madeBy(creatorId, holder)}) made
    WHERE t.id = made.id AND t.revoked_at IS NULL
    RETURNING ${tokenColumns}, made."fullPath", made."traversalIds"`
  return rows.map((row) => ({ token: toToken(row), place: toPlace(row) }))
}
