import { type Connection, isTaken } from '@/lib/data/client'
import { findTaken } from '@/lib/data/users'
import { DomainError } from '@/lib/domain/error'

const words = {
  username: 'Username has already been taken',
  email: 'Email has already been taken',
} as const

/** Error: `invalid` with a sentence at each field that somebody else than the user of this number has. */
export async function refuseTaken(
  account: { username: string; email: string },
  ownId?: number,
  connection?: Connection,
): Promise<void> {
  const taken = await findTaken(account, ownId, connection)
  if (taken.username || taken.email) throw takenAccount(taken)
}

/** Runs a write, in which of two who ask for one name at once one is refused as `refuseTaken` does. */
export async function writeAccount<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const taken = { username: isTaken(error, 'username_key'), email: isTaken(error, 'email') }
    throw taken.username || taken.email ? takenAccount(taken) : error
  }
}

function takenAccount(taken: Record<keyof typeof words, boolean>): DomainError {
  const names = (Object.keys(words) as (keyof typeof words)[]).filter((name) => taken[name])
  const fields = Object.fromEntries(names.map((name) => [name, [words[name]]]))
  return new DomainError('invalid', `${names.map((name) => words[name]).join('. ')}.`, { fields })
}
