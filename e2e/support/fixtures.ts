import { randomBytes, randomUUID } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import pg from 'pg'
import { vi } from 'vitest'
import { database, transaction } from '@/lib/data/client'
import { findGroup, insertGroup } from '@/lib/data/groups'
import { insertMembership } from '@/lib/data/members'
import { findProject, insertProject } from '@/lib/data/projects'
import { insertSession } from '@/lib/data/sessions'
import { insertUser } from '@/lib/data/users'
import type { UserActor } from '@/lib/domain/actor'
import { type DeployToken, type NewDeployToken, usernameOf } from '@/lib/domain/deploy-token'
import { fullPathOf } from '@/lib/domain/namespace'
import type { NewPersonalAccessToken, PersonalAccessToken } from '@/lib/domain/personal-access-token'
import type { Group, Project } from '@/lib/domain/project'
import { accessLevels, type Role } from '@/lib/domain/role'
import type { Visibility } from '@/lib/domain/visibility'
import { createDeployToken } from '@/lib/services/deploy-tokens/create-deploy-token'
import { revokeDeployToken } from '@/lib/services/deploy-tokens/revoke-deploy-token'
import { recentSettings } from '@/lib/services/instance/recent-settings'
import { createPersonalAccessToken } from '@/lib/services/personal-access-tokens/create-personal-access-token'
import { createProject } from '@/lib/services/projects/create-project'
import { readmeCommit } from '@/lib/services/projects/readme-commit'

// Rows that no other test sees: every name is new, and nothing counts on an empty database.

/** A word nobody used before, fit for a path, a user name and a token name. */
export function unique(word: string): string {
  return `${word}-${randomBytes(5).toString('hex')}`
}

/** An address nobody failed from before: of 16.7 million networks, one each. */
export function uniqueAddress(): string {
  const [a, b, c] = randomBytes(3)
  return `10.${a}.${b}.${c}`
}

export const password = 'correct horse battery staple'
let digest: Promise<string> | undefined

interface UserWishes {
  username?: string
  isAdmin?: boolean
  isBlocked?: boolean
}

/** A user whose password is `password`. */
export async function makeUser({
  username = unique('user'),
  isAdmin = false,
  isBlocked = false,
}: UserWishes = {}) {
  // at a cost that is none: what a real one costs is for the tests of lib/storage/passwords
  digest ??= hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 })
  const email = `${username}@example.com`
  const user = { username, name: `Name of ${username}`, email, passwordDigest: await digest, isAdmin }
  const actor = await transaction((tx) => insertUser(tx, user))
  if (isBlocked) await sql`UPDATE users SET blocked_at = now() WHERE id = ${actor.id}`
  return actor
}

/** The one administrator of a test file, for what must be done by somebody who may. */
export async function administrator(): Promise<UserActor> {
  theAdministrator ??= makeUser({ isAdmin: true })
  return theAdministrator
}
let theAdministrator: Promise<UserActor> | undefined

interface PlaceWishes {
  path?: string
  visibility?: Visibility
}

/** A private group at the top, or in `parent`. */
export async function makeGroup(
  parent?: Group,
  { path = unique('group'), visibility = 'private' }: PlaceWishes = {},
) {
  const fullPath = fullPathOf(path, parent?.fullPath)
  const group = { parent, path, fullPath, name: `Name of ${path}`, description: '', visibility }
  await transaction((tx) => insertGroup(tx, group))
  return found(await findGroup(fullPath, undefined))
}

/** Groups one in another, the outermost first. */
export async function makeGroupChain(depth: number): Promise<Group[]> {
  const chain: Group[] = []
  while (chain.length < depth) chain.push(await makeGroup(chain.at(-1), { path: unique('g') }))
  return chain
}

/** A private project in `group`: its rows alone, without a repository. */
export async function makeProject(
  group: Group,
  { path = unique('project'), visibility = 'private' }: PlaceWishes = {},
): Promise<Project> {
  const fullPath = fullPathOf(path, group.fullPath)
  const project = { groupId: group.id, path, fullPath, name: `Name of ${path}`, description: '', visibility }
  await transaction((tx) => insertProject(tx, project))
  return found(await findProject(fullPath, undefined))
}

/** A project with a real repository, which holds one commit with a README. */
export async function makeProjectWithRepository(group: Group, visibility: Visibility): Promise<Project> {
  const actor = await administrator()
  const path = unique('project')
  const form = { name: `Name of ${path}`, path, parent: group.fullPath, visibility, withReadme: true }
  const history = [readmeCommit(actor, form.name, new Date())]
  return found(
    await findProject(await createProject(actor, form, { address: '192.0.2.1', history }), undefined),
  )
}

/** Makes a user a member of a group or project; a membership that is over when `isOver`. */
export async function addMember(
  user: UserActor,
  place: Group | Project,
  role: Role,
  { isOver = false } = {},
) {
  const holder = place.kind === 'group' ? { groupId: place.id } : { projectId: place.id }
  await transaction((tx) =>
    insertMembership(tx, { userId: user.id, accessLevel: accessLevels[role], holder }),
  )
  if (!isOver) return
  await sql`UPDATE memberships SET expires_at = now()
    WHERE user_id = ${user.id} AND (group_id = ${holder.groupId ?? null} OR project_id = ${holder.projectId ?? null})`
}

/** A new user with this role in a place. */
export async function makeMember(place: Group | Project, role: Role): Promise<UserActor> {
  const user = await makeUser({ username: unique(role.toLowerCase()) })
  await addMember(user, place, role)
  return user
}

/** Who makes the next token: another administrator in time, as nobody may make more than 100 in an hour. */
function tokenMaker(): Promise<UserActor> {
  const index = Math.floor(tokensMade++ / 90)
  tokenMakers[index] ??= index === 0 ? administrator() : makeUser({ isAdmin: true })
  return tokenMakers[index]
}
let tokensMade = 0
const tokenMakers: Promise<UserActor>[] = []

export interface MadeToken {
  token: DeployToken
  secret: string
  /** What a client sends to sign in with it. */
  credentials: { username: string; password: string }
}

/** A live deploy token with read_repository, made by the administrator through the act itself. */
export async function makeToken(
  place: Group | Project,
  wishes: Partial<NewDeployToken> = {},
): Promise<MadeToken> {
  const token: NewDeployToken = {
    name: unique('token'),
    expiresAt: null,
    username: null,
    scopes: ['read_repository'],
    ...wishes,
  }
  const made = await createDeployToken(await tokenMaker(), creationOf(place, token))
  return { ...made, credentials: { username: usernameOf(made.token), password: made.secret } }
}

/** What the act of creating takes, with a request key of its own. */
export function creationOf(holder: Group | Project, token: Partial<NewDeployToken> = {}) {
  const plain: NewDeployToken = { name: 'ci', expiresAt: null, username: null, scopes: ['read_repository'] }
  return { holder, token: { ...plain, ...token }, requestKey: randomUUID(), address: '192.0.2.1' }
}

/** A token that the administrator has revoked. */
export async function makeRevokedToken(place: Group | Project, wishes: Partial<NewDeployToken> = {}) {
  const made = await makeToken(place, wishes)
  const { id: tokenId } = made.token
  await revokeDeployToken(await administrator(), { holder: place, tokenId, address: '192.0.2.1' })
  return made
}

/** A token whose end is this very moment by the database's clock. */
export async function makeExpiredToken(place: Group | Project, wishes: Partial<NewDeployToken> = {}) {
  const made = await makeToken(place, wishes)
  await sql`UPDATE deploy_tokens SET expires_at = now() WHERE id = ${made.token.id}`
  return made
}

export interface MadePersonalToken {
  token: PersonalAccessToken
  secret: string
  /** What a client sends to sign in with it: any user name does. */
  credentials: { username: string; password: string }
}

/** A live personal access token of this user with the scope api, made through the act itself. */
export async function makePersonalToken(
  user: UserActor,
  wishes: Partial<NewPersonalAccessToken> = {},
): Promise<MadePersonalToken> {
  const plain = { name: unique('token'), description: '', expiresAt: null, scopes: ['api' as const] }
  const creation = { token: { ...plain, ...wishes }, requestKey: randomUUID(), address: '192.0.2.1' }
  const made = await createPersonalAccessToken(user, creation)
  return { ...made, credentials: { username: 'anybody', password: made.secret } }
}

/** The id of a live session of the user. */
export async function makeSession(user: UserActor): Promise<string> {
  const id = randomUUID()
  const expiresAt = new Date(Date.now() + 86_400_000)
  await insertSession({ id, userId: user.id, address: '192.0.2.1', userAgent: 'test', expiresAt })
  return id
}

/** Moves a project into another group, as a transfer will: its row and its route. */
export async function moveProject(project: Project, group: Group): Promise<Project> {
  const path = fullPathOf(project.fullPath.slice(project.fullPath.lastIndexOf('/') + 1), group.fullPath)
  await sql`UPDATE projects SET group_id = ${group.id} WHERE id = ${project.id}`
  await sql`UPDATE routes SET path = ${path}, path_key = ${path.toLowerCase()} WHERE project_id = ${project.id}`
  return found(await findProject(path, undefined))
}

type Row = Record<string, unknown>

/** Rows of any statement, for facts that no function of the product tells. */
export function sql<Result = Row>(text: TemplateStringsArray, ...values: unknown[]): Promise<Result[]> {
  return database().$queryRaw<Result[]>(text, ...values)
}

/** Runs statements as they are: triggers and the like. */
export async function ddl(statement: string): Promise<void> {
  await database().$executeRawUnsafe(statement)
}

export interface Statement {
  text: string
  values: unknown[]
}

/** Every statement the driver sends to PostgreSQL while `work` runs, as it is sent, but for what is read once a second. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now())
  await recentSettings()
  const watched = vi.spyOn(pg.Client.prototype, 'query')
  try {
    await work()
    return watched.mock.calls.map(([sent, values]) => toStatement(sent, values))
  } finally {
    watched.mockRestore()
    clock.mockRestore()
  }
}

function toStatement(sent: unknown, values: unknown): Statement {
  if (typeof sent === 'string') return { text: sent, values: Array.isArray(values) ? values : [] }
  const { text, values: own } = sent as { text: string; values?: unknown[] }
  return { text, values: own ?? (Array.isArray(values) ? values : []) }
}

/** How PostgreSQL would run a statement: the nodes of its plan, such as `Index Scan using …` and `Seq Scan on …`. */
export async function planOf({ text, values }: Statement): Promise<string[]> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  try {
    const { rows } = await client.query({ text: `EXPLAIN ${text}`, values })
    return rows.map((row: Row) => String(row['QUERY PLAN']).trim())
  } finally {
    await client.end()
  }
}

/** The code of the refusal that `work` ends in, and its sentence; fails where there is none. */
export async function refusalOf(work: Promise<unknown>) {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (outcome === undefined) throw new Error('It was not refused')
  const { code, message, fields, retryAfterSeconds } = outcome as {
    code?: string
    message: string
    fields?: Record<string, string[]>
    retryAfterSeconds?: number
  }
  if (code === undefined) throw outcome
  return { code, message, fields, retryAfterSeconds }
}

function found<Thing>(thing: Thing | undefined): Thing {
  if (!thing) throw new Error('What was just made cannot be found')
  return thing
}
