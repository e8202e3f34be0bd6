import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const triesMax = 50

/**
 * Drops a database, whoever is still connected. Ours is no superuser's role: where PostgreSQL's own autovacuum is at
 * work in it, which we may not end, it is waited for.
 */
export async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      return
    } catch (error) {
      const isOthers = error instanceof Error && 'code' in error && error.code === '42501'
      if (!isOthers || tries === triesMax) throw error
      await sleep(200)
    }
  }
}

/** As `dropDatabase`, by a connection of its own to another database of the server. */
export async function dropDatabaseAt(connectionString: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await dropDatabase(client, name)
  } finally {
    await client.end()
  }
}
