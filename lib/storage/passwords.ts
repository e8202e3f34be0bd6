import os from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { DomainError } from '@/lib/domain/error'

// OWASP's least for Argon2id, which is the library's default algorithm: 19 MiB, two passes, one lane
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
// Each hash holds 19 MiB and a core: past this many the rest wait, past the queue they are told to come back
const runningMax = os.availableParallelism() * 2
const waitingMax = 200

const waiting: (() => void)[] = []
let running = 0
let decoy: Promise<string> | undefined

/** An Argon2id digest of the password, in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, cost))
}

/**
 * True when the password belongs to the digest. Without a digest (no such user) the same work is done for
 * nothing, so that the time taken does not say who exists. Error: `unavailable` when too many wait already.
 */
export async function isPassword(password: string, digest: string | undefined): Promise<boolean> {
  const against = digest ?? (await decoyDigest())
  const matches = await inTurn(() => verify(against, password))
  return matches && digest !== undefined
}

/** Made once; a failure to make it is not kept. */
function decoyDigest(): Promise<string> {
  decoy ??= hashPassword('nobody signs in with this').catch((error: unknown) => {
    decoy = undefined
    throw error
  })
  return decoy
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= runningMax) {
    if (waiting.length >= waitingMax)
      throw new DomainError('unavailable', 'Too many sign-ins at once. Try again.')
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else {
    running++
  }
  try {
    return await work()
  } finally {
    // a place is handed on, not given up, so that newcomers cannot overtake
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
