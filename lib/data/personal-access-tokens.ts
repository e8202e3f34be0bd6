import type { UserActor } from '@/lib/domain/actor'
import { stateOf, type TokenListQuery, type TokenState, tokensPerPage } from '@/lib/domain/deploy-token'
import type { NewPersonalAccessToken, PersonalAccessToken } from '@/lib/domain/personal-access-token'
import { inPersonalOrder, type PersonalScope } from '@/lib/domain/personal-scope'
import type { Project } from '@/lib/domain/project'
import { type Connection, database, Prisma } from './client'
import { type ProjectColumn, projectOfImage, toProject } from './projects'

export interface PresentedPersonalToken {
  actor: UserActor & { token: NonNullable<UserActor['token']> }
  state: TokenState
  /** The user is blocked, or must first choose another password: no token of theirs opens anything. */
  isUserShut: boolean
  /** Another token has taken its place. */
  isRotated: boolean
}

interface PresentedRow {
  tokenId: number
  tokenName: string
  scopes: PersonalScope[]
  expiresAt: Date | null
  revokedAt: Date | null
  now: Date
  id: number
  username: string
  name: string
  isAdmin: boolean
  isUserShut: boolean
  isRotated: boolean
  project: ProjectColumn
}

/** The token with this digest and its user, dead or alive by the database's clock. One query on the unique index. */
export function findPersonalByDigest(
  digest: Uint8Array<ArrayBuffer>,
): Promise<PresentedPersonalToken | undefined> {
  return findPresented(Prisma.sql`t.digest = ${digest}`)
}

/** The user of this token as it is now, or undefined where neither may go on: one read by its number. In a
 * transaction both stay as they are until its end. */
export async function findActorOfPersonalToken(id: number, tx?: Connection): Promise<UserActor | undefined> {
  const found = await findPresented(Prisma.sql`t.id = ${id}`, tx)
  return found && found.state === 'active' && !found.isUserShut ? found.actor : undefined
}

/** As `findActorOfPersonalToken`, and the project that an image of this name would belong to: one read of all. */
export async function findPersonalTokenAtImage(
  { id, userId }: { id: number; userId: number },
  imageName: string,
  tx?: Connection,
): Promise<{ actor: UserActor; project: Project | undefined } | undefined> {
  const which = Prisma.sql`t.id = ${id} AND t.user_id = ${userId}`
  const found = await findPresented(which, tx, projectOfImage(imageName, userId))
  return found && found.state === 'active' && !found.isUserShut ? found : undefined
}

async function findPresented(
  which: Prisma.Sql,
  tx?: Connection,
  project = Prisma.sql`NULL::json`,
): Promise<(PresentedPersonalToken & { project: Project | undefined }) | undefined> {
  const [row] = await (tx ?? database()).$queryRaw<PresentedRow[]>`
    SELECT t.id AS "tokenId", t.name AS "tokenName", t.scopes, t.expires_at AS "expiresAt",
      t.revoked_at AS "revokedAt", now() AS now, u.id, u.username, u.name, u.is_admin AS "isAdmin",
      (u.blocked_at IS NOT NULL OR u.must_change_password) AS "isUserShut",
      EXISTS (SELECT FROM personal_access_tokens n WHERE n.previous_id = t.id) AS "isRotated",
      ${project} AS project
    FROM personal_access_tokens t JOIN users u ON u.id = t.user_id WHERE ${which}
    ${tx ? Prisma.sql`FOR SHARE OF t, u` : Prisma.empty}`
  if (!row) return undefined
  const { tokenId, tokenName, scopes, id, username, name, isAdmin, isUserShut, isRotated } = row
  const token = { id: tokenId, name: tokenName, scopes: inPersonalOrder(scopes) }
  const actor = { kind: 'user', id, username, name, isAdmin, token } as const
  return { actor, state: stateOf(row, row.now), isUserShut, isRotated, project: toProject(row.project) }
}

/** The columns of a `PersonalAccessToken`, of token `t`. */
export const personalTokenColumns = Prisma.sql`
  t.id, t.user_id AS "userId", t.name, t.description, t.scopes, t.created_at AS "createdAt",
  t.expires_at AS "expiresAt", t.revoked_at AS "revokedAt", t.last_used_at AS "lastUsedAt",
  (SELECT u.username FROM users u WHERE u.id = t.user_id) AS username`

/** `stateOf` in SQL, by the database's clock. */
export const isActive = Prisma.sql`(t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now()))`

/** A token from its row, its scopes in their order. */
export function toPersonalToken(row: PersonalAccessToken): PersonalAccessToken {
  return { ...row, scopes: inPersonalOrder(row.scopes) }
}

export interface PersonalTokenRecord {
  token: NewPersonalAccessToken
  user: { id: number; username: string }
  digest: Uint8Array<ArrayBuffer>
  requestKey: string
  /** The token it replaces. */
  previousId?: number
}

/** Adds a token; the user's request key used before is Prisma's unique error over `request_key`. */
export async function insertPersonalAccessToken(
  tx: Connection,
  { token, user, digest, requestKey, previousId }: PersonalTokenRecord,
): Promise<PersonalAccessToken> {
  const row = await tx.personalAccessToken.create({
    data: { ...token, userId: user.id, digest, requestKey, previousId: previousId ?? null },
    omit: { digest: true, requestKey: true, previousId: true },
  })
  return toPersonalToken({ ...row, scopes: token.scopes, username: user.username })
}

/** The token of this number, dead or alive. */
export async function findPersonalAccessToken(
  id: number,
  connection: Connection = database(),
): Promise<PersonalAccessToken | undefined> {
  const [row] = await connection.$queryRaw<
    PersonalAccessToken[]
  >`SELECT ${personalTokenColumns} FROM personal_access_tokens t WHERE t.id = ${id}`
  return row && toPersonalToken(row)
}

/** Revokes a token and gives it as it is then; undefined where it was revoked already. */
export async function revokePersonalAccessToken(
  tx: Connection,
  id: number,
): Promise<PersonalAccessToken | undefined> {
  const [row] = await tx.$queryRaw<PersonalAccessToken[]>`
    UPDATE personal_access_tokens t SET revoked_at = now() WHERE t.id = ${id} AND t.revoked_at IS NULL
    RETURNING ${personalTokenColumns}`
  return row && toPersonalToken(row)
}

export interface PersonalTokenPage {
  tokens: PersonalAccessToken[]
  /** Matches of state and search over all pages. */
  total: number
  /** All of the user's, whatever is searched for. */
  counts: { active: number; inactive: number }
  /** The database's clock, by which states are told. */
  now: Date
}

const order: Record<TokenListQuery['sort'], Record<TokenListQuery['direction'], Prisma.Sql>> = {
  created: { asc: Prisma.sql`t.id ASC`, desc: Prisma.sql`t.id DESC` },
  name: { asc: Prisma.sql`lower(t.name) ASC, t.id ASC`, desc: Prisma.sql`lower(t.name) DESC, t.id DESC` },
  expires: {
    asc: Prisma.sql`t.expires_at ASC NULLS LAST, t.id ASC`,
    desc: Prisma.sql`t.expires_at DESC NULLS FIRST, t.id DESC`,
  },
}

/** One page of a user's tokens, with the counts of both states: two queries, whatever their number. */
export async function listPersonalAccessTokens(
  userId: number,
  query: TokenListQuery,
): Promise<PersonalTokenPage> {
  const { state, search, sort, direction, page } = query
  const matches = Prisma.sql`
    ${state === 'active' ? isActive : Prisma.sql`NOT ${isActive}`}
    AND (${search} = '' OR position(lower(${search}) IN lower(t.name)) > 0)`
  const [rows, [sums]] = await Promise.all([
    database().$queryRaw<PersonalAccessToken[]>`
      SELECT ${personalTokenColumns} FROM personal_access_tokens t WHERE t.user_id = ${userId} AND ${matches}
      ORDER BY ${order[sort][direction]} LIMIT ${tokensPerPage} OFFSET ${(page - 1) * tokensPerPage}`,
    database().$queryRaw<{ total: number; active: number; all: number; now: Date }[]>`
      SELECT count(*) FILTER (WHERE ${matches})::int AS total, count(*) FILTER (WHERE ${isActive})::int AS active,
        count(*)::int AS all, now() AS now
      FROM personal_access_tokens t WHERE t.user_id = ${userId}`,
  ])
  const { total = 0, active = 0, all = 0, now = new Date() } = sums ?? {}
  return { tokens: rows.map(toPersonalToken), total, counts: { active, inactive: all - active }, now }
}

export interface EndedToken {
  id: number
  name: string
}

/**
 * Revokes whatever still lives of the tokens that followed on this one by rotation, and gives those it ended. One
 * statement.
 */
export async function revokeFamily(tx: Connection, id: number): Promise<EndedToken[]> {
  return tx.$queryRaw<EndedToken[]>`
    WITH RECURSIVE family AS (
      SELECT t.id FROM personal_access_tokens t WHERE t.id = ${id}
      UNION SELECT n.id FROM personal_access_tokens n JOIN family f ON n.previous_id = f.id
    )
    UPDATE personal_access_tokens t SET revoked_at = now()
    FROM family WHERE t.id = family.id AND t.revoked_at IS NULL
    RETURNING t.id, t.name`
}

/** Moves the last-used time of tokens forward, at most once a minute each. */
export async function touchPersonalAccessTokens(uses: ReadonlyMap<number, Date>): Promise<void> {
  if (uses.size === 0) return
  await database().$executeRaw`
    UPDATE personal_access_tokens t SET last_used_at = u.at
    FROM unnest(${[...uses.keys()]}::int[], ${[...uses.values()]}::timestamptz[]) AS u(id, at)
    WHERE t.id = u.id AND (t.last_used_at IS NULL OR t.last_used_at < u.at - interval '1 minute')`
}
