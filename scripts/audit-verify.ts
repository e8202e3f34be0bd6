// `npm run audit:verify`: walks the chain of hashes in the audit log, and names the first event that breaks it.
// `-- --expect <head>`: also says whether a head that was noted before is still in the chain; a log whose end was cut
// off is as whole as any other. Exits with 0 when all is well, with 1 when it is not.
import { parseArgs } from 'node:util'
import pg from 'pg'
import { env } from '@/lib/env'
import { walkChain } from './audit-chain'
import { openDatabase } from './database'
import { readAuditEvents } from './read-audit-events'

const noChain = 'The audit log of this database has no chain yet: start Latchkey on it once.'

try {
  const expected = readExpected()
  const database = await openDatabase()
  try {
    process.exitCode = await verify(env.databaseUrl, expected)
  } finally {
    await database.close()
  }
} catch (error) {
  console.error(hasNoChain(error) ? noChain : error instanceof Error ? error.message : error)
  process.exitCode = 1
}

/** No such table, or no such column. */
function hasNoChain(error: unknown): boolean {
  return error instanceof pg.DatabaseError && ['42P01', '42703'].includes(error.code ?? '')
}

function readExpected(): string | undefined {
  const { expect } = parseArgs({ options: { expect: { type: 'string' } } }).values
  if (expect === undefined || /^[0-9a-f]{64}$/i.test(expect)) return expect?.toLowerCase()
  throw new Error('--expect takes a head as it was printed: 64 hexadecimal digits.')
}

async function verify(connectionString: string, expected: string | undefined): Promise<0 | 1> {
  const client = new pg.Client({ connectionString, application_name: 'latchkey audit:verify' })
  await client.connect()
  try {
    const sought = expected === undefined ? undefined : Buffer.from(expected, 'hex')
    const { count, last, flaw, hasExpected } = await walkChain(readAuditEvents(client), sought)
    console.log(`${count} audit events in order, from the first on.`)
    if (last) console.log(`Head: ${last.hash.toString('hex')} (event ${last.id}, ${last.at.toISOString()})`)
    if (flaw) {
      console.error(flaw)
      return 1
    }
    if (expected === undefined || hasExpected) return 0
    console.error(`No event has the hash ${expected}: the log was cut off before it, or is another one.`)
    return 1
  } finally {
    await client.end()
  }
}
