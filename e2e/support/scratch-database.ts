import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import { dropDatabaseAt } from '@/scripts/test/drop-database'

/**
 * The address of a database of one test, as its owner: a copy of the migrated template, or an empty one. It is gone when
 * the test is over.
 */
export async function makeScratchDatabase({ empty = false } = {}): Promise<string> {
  const name = `scratch_${randomBytes(6).toString('hex')}`
  const serverUrl = inject('serverUrl')
  await rowsIn(serverUrl, `CREATE DATABASE ${name} ${empty ? '' : `TEMPLATE ${inject('template')}`}`)
  onTestFinished(() => dropDatabaseAt(serverUrl, name))
  return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
}

/** Rows of statements in a database, through a connection of their own. */
export function rowsIn(url: string, text: string): Promise<Record<string, unknown>[]> {
  return withConnection(url, async (client) => (await client.query(text)).rows)
}

/** Runs `work` with a connection of its own. */
export async function withConnection<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
