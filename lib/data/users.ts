import type { UserActor } from '@/lib/domain/actor'
import type { UserRecord } from '@/lib/domain/user-view'
import { type Connection, database, type Prisma } from './client'

export interface NewUser {
  username: string
  name: string
  email: string
  passwordDigest: string
  isAdmin: boolean
  mustChangePassword?: boolean
}

const actorColumns = { id: true, username: true, name: true, isAdmin: true } satisfies Prisma.UserSelect
const credentialColumns = {
  ...actorColumns,
  passwordDigest: true,
  blockedAt: true,
  mustChangePassword: true,
} satisfies Prisma.UserSelect

/** The user who signs in as `login`, a user name or an e-mail address in any case, with what checks the password. */
export async function findForSignIn(login: string) {
  const key = login.toLowerCase()
  const row = await database().user.findFirst({
    where: { OR: [{ usernameKey: key }, { email: key }] },
    select: credentialColumns,
  })
  return row ? toCredentials(row) : undefined
}

/** The same of the user with this id, whatever they call themselves by now. */
export async function findCredentials(id: number) {
  const row = await database().user.findUnique({ where: { id }, select: credentialColumns })
  return row ? toCredentials(row) : undefined
}

function toCredentials(row: Prisma.UserGetPayload<{ select: typeof credentialColumns }>) {
  const { passwordDigest, blockedAt, mustChangePassword, ...user } = row
  return {
    user: { kind: 'user', ...user } satisfies UserActor,
    passwordDigest,
    isBlocked: blockedAt !== null,
    mustChangePassword,
  }
}

/** Adds a user; a taken user name or e-mail address is Prisma's unique error. */
export async function insertUser(tx: Connection, user: NewUser): Promise<UserActor> {
  const row = await tx.user.create({
    data: { ...user, usernameKey: user.username.toLowerCase(), email: user.email.toLowerCase() },
    select: actorColumns,
  })
  return { kind: 'user', ...row }
}

/** The user of this name, in any case. */
export async function findUser(username: string): Promise<UserActor | undefined> {
  const where = { usernameKey: username.toLowerCase() }
  const row = await database().user.findUnique({ where, select: actorColumns })
  return row ? { kind: 'user', ...row } : undefined
}

/** Gives a user another password, which they must change at once when somebody else chose it. */
export async function setPassword(
  id: number,
  passwordDigest: string,
  {
    mustChangePassword = false,
    connection = database(),
  }: { mustChangePassword?: boolean; connection?: Connection } = {},
): Promise<void> {
  await connection.user.update({ where: { id }, data: { passwordDigest, mustChangePassword } })
}

/** The user of this number while they are not blocked, as they are now. */
export async function findLiveUser(
  id: number,
  connection: Connection = database(),
): Promise<UserActor | undefined> {
  const row = await connection.user.findFirst({ where: { id, blockedAt: null }, select: actorColumns })
  return row ? { kind: 'user', ...row } : undefined
}

/** The user of this number with what an administrator may change. */
export async function findUserRecord(tx: Connection, id: number): Promise<UserRecord | undefined> {
  const select = { ...actorColumns, email: true, blockedAt: true, createdAt: true }
  return (await tx.user.findUnique({ where: { id }, select })) ?? undefined
}

/** Changes a user's account; a taken user name or e-mail address is Prisma's unique error. */
export async function updateUser(
  tx: Connection,
  id: number,
  account: Pick<UserRecord, 'username' | 'name' | 'email' | 'isAdmin'>,
): Promise<void> {
  const data = { ...account, usernameKey: account.username.toLowerCase() }
  await tx.user.update({ where: { id }, data, select: { id: true } })
}

/** Which of these belong to somebody else than the user of this number, in any letter case. One query. */
export async function findTaken(
  { username, email }: { username: string; email: string },
  ownId: number | undefined,
  connection: Connection = database(),
): Promise<{ username: boolean; email: boolean }> {
  const usernameKey = username.toLowerCase()
  const rows = await connection.user.findMany({
    where: { OR: [{ usernameKey }, { email }], id: { not: ownId } },
    select: { usernameKey: true, email: true },
  })
  return {
    username: rows.some((row) => row.usernameKey === usernameKey),
    email: rows.some((row) => row.email === email),
  }
}

/** Blocks a user from now on, or lets them in again. */
export async function setBlocked(tx: Connection, id: number, isBlocked: boolean): Promise<void> {
  await tx.$executeRaw`
    UPDATE users SET blocked_at = CASE WHEN ${isBlocked} THEN now() END WHERE id = ${id}`
}

/** Removes a user with their sessions and memberships; tokens they made, and what the log says of them, stay. */
export async function deleteUser(tx: Connection, id: number): Promise<void> {
  await tx.user.delete({ where: { id }, select: { id: true } })
}

/** Until this transaction ends no other one takes something from a user, or gives it: every such act takes it. */
export async function lockUsers(tx: Connection): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('latchkey users'))`
}
