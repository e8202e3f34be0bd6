import type { PreferencesChange } from '@/lib/domain/preference'
import type { Account } from '@/lib/domain/user'
import { type Connection, database } from './client'

// What a person says of themselves, and how they want to see things: rows of `users`, by id.

const accountColumns = { name: true, username: true, email: true } as const

/** The account of this user; undefined once they are gone. */
export async function findAccount(id: number): Promise<Account | undefined> {
  const row = await database().user.findUnique({ where: { id }, select: accountColumns })
  return row ?? undefined
}

/** The account as it is now and stays until the transaction ends. */
export async function lockAccount(tx: Connection, id: number): Promise<Account | undefined> {
  const [row] = await tx.$queryRaw<
    Account[]
  >`SELECT name, username, email FROM users WHERE id = ${id} FOR UPDATE`
  return row
}

/** Which of user name and e-mail address somebody else has, in any letter case. */
export async function findTaken(
  tx: Connection,
  id: number,
  { username, email }: Pick<Account, 'username' | 'email'>,
): Promise<{ username: boolean; email: boolean }> {
  const [row] = await tx.$queryRaw<{ username: boolean; email: boolean }[]>`
    SELECT EXISTS (SELECT FROM users WHERE username_key = ${username.toLowerCase()} AND id <> ${id}) AS username,
      EXISTS (SELECT FROM users WHERE email = ${email.toLowerCase()} AND id <> ${id}) AS email`
  return row ?? { username: false, email: false }
}

/** Writes the account; a taken user name or e-mail address is Prisma's unique error. */
export async function updateAccount(
  tx: Connection,
  id: number,
  { name, username, email }: Account,
): Promise<void> {
  const data = { name, username, usernameKey: username.toLowerCase(), email: email.toLowerCase() }
  await tx.user.update({ where: { id }, data, select: { id: true } })
}

/** Gives a user the password they chose in the place of the one they had; false where that is no longer it. */
export async function replacePassword(
  tx: Connection,
  id: number,
  { from, to }: { from: string; to: string },
): Promise<boolean> {
  const data = { passwordDigest: to, mustChangePassword: false }
  const { count } = await tx.user.updateMany({ where: { id, passwordDigest: from }, data })
  return count === 1
}

/** Changes what is named of a user's preferences. */
export async function updatePreferences(id: number, change: PreferencesChange): Promise<void> {
  await database().user.updateMany({ where: { id }, data: change })
}
