import pg from 'pg'
import { env } from '@/lib/env'

/**
 * Does this unless some process on the same database is doing what has the same name; false where one is. The database
 * knows it by a connection of its own, with which the claim ends whatever happens.
 */
export async function runExclusively(name: string, work: () => Promise<void>): Promise<boolean> {
  const client = new pg.Client({ connectionString: env.databaseUrl, connectionTimeoutMillis: 5000 })
  // a connection that breaks ends the claim, not the process
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query('SELECT pg_try_advisory_lock(hashtext($1)) AS alone', [
      `latchkey ${name}`,
    ])
    if (rows[0].alone) await work()
    return rows[0].alone
  } finally {
    await client.end()
  }
}
