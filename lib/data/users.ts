import type { UserActor } from '@/lib/domain/actor'
import { type Connection, database, type Prisma } from './client'

export interface NewUser {
  username: string
  name: string
  email: string
  passwordDigest: string
  isAdmin: boolean
}

const actorColumns = { id: true, username: true, name: true, isAdmin: true } satisfies Prisma.UserSelect

/** The user who signs in as `login`, a user name or an e-mail address in any case, with what checks the password. */
export async function findForSignIn(login: string) {
  const key = login.toLowerCase()
  const row = await database().user.findFirst({
    where: { OR: [{ usernameKey: key }, { email: key }] },
    select: { ...actorColumns, passwordDigest: true, blockedAt: true },
  })
  if (!row) return undefined
  const { passwordDigest, blockedAt, ...user } = row
  return {
    user: { kind: 'user', ...user } satisfies UserActor,
    passwordDigest,
    isBlocked: blockedAt !== null,
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
