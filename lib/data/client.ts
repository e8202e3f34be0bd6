import { PrismaPg } from '@prisma/adapter-pg'
import { DomainError } from '@/lib/domain/error'
import { env } from '@/lib/env'
import { Prisma, PrismaClient } from './generated/prisma/client'

/** A place to send queries: the pool, or one transaction. */
export type Connection = PrismaClient | Prisma.TransactionClient
export type Transaction = Prisma.TransactionClient

// Next bundles its own copy of this file; one process has one pool all the same
const shared = globalThis as typeof globalThis & { latchkeyDatabase?: PrismaClient }

/** The pool, opened at first use. */
export function database(): PrismaClient {
  shared.latchkeyDatabase ??= openPool()
  return shared.latchkeyDatabase
}

function openPool(): PrismaClient {
  const pool = {
    connectionString: env.databaseUrl,
    max: 20,
    connectionTimeoutMillis: 5000,
    options: '-c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000 -c lock_timeout=10000',
  }
  const client = new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator: statementName }) })
  const extended = client.$extends({
    query: { $allOperations: ({ args, query }) => query(args).catch(throwKnown) },
  })
  // the extension changes what errors are, and none of the client's methods
  return extended as unknown as PrismaClient
}

const statementNames = new Map<string, string>()
/** Those whose text grows with a list have no end. */
const statementNamesMax = 200

/** The name under which a connection keeps a statement that takes values, parsed and planned once; '' keeps none. */
function statementName({ sql, args }: { sql: string; args: unknown[] }): string {
  if (args.length === 0) return ''
  if (!statementNames.has(sql) && statementNames.size < statementNamesMax)
    statementNames.set(sql, `latchkey_${statementNames.size}`)
  return statementNames.get(sql) ?? ''
}

/** Prisma's codes for a database that cannot be reached, has gone, or has no connection free. */
const outages = ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037']

/** An outage is a matter of a moment, and not of the request. */
function throwKnown(error: unknown): never {
  if (!outages.includes(codeOf(error))) throw error
  throw new DomainError('unavailable', 'The database cannot be reached. Try again in a moment.', {
    retryAfterSeconds: 10,
    cause: error,
  })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/**
 * Runs `work` in one transaction: all of it is durable when the promise resolves, none of it when it rejects. Errors:
 * those of `work`; `unavailable` when none could begin or end in time.
 */
export async function transaction<T>(work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  try {
    return await database().$transaction(work, { maxWait: 5000, timeout: 15_000 })
  } catch (error) {
    if (codeOf(error) !== 'P2028') throw error
    const message = 'The server is busy. Try again in a moment.'
    throw new DomainError('unavailable', message, { retryAfterSeconds: 10, cause: error })
  }
}

/** As `transaction`, or as a part of the one that is under way. */
export function within<T>(
  tx: Transaction | undefined,
  work: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return tx ? work(tx) : transaction(work)
}

/** Closes the pool; for the ordered stop, and for tests. */
export async function disconnect(): Promise<void> {
  await shared.latchkeyDatabase?.$disconnect()
  shared.latchkeyDatabase = undefined
}

/** True where a write broke the unique index over these columns. */
export function isTaken(error: unknown, column: string): boolean {
  if (!(error instanceof Error && codeOf(error) === 'P2002')) return false
  return JSON.stringify('meta' in error ? error.meta : {}).includes(column)
}

export { Prisma }
