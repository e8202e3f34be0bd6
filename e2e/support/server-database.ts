import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'

/** Where the server under test keeps its files. */
export const dataFolder = path.join(process.env.LATCHKEY_E2E_FOLDER ?? '', 'data')

/** Runs `work` with a connection to the embedded database of a server with this data directory. */
export async function withDatabase<Result>(
  work: (client: pg.Client) => Promise<Result>,
  folder = dataFolder,
): Promise<Result> {
  const inside = (name: string) => readFileSync(path.join(folder, 'postgres', name), 'utf8').trim()
  const port = Number(inside('data/postmaster.pid').split('\n')[3])
  const settings = { host: '127.0.0.1', port, database: 'latchkey', user: 'latchkey', ssl: false }
  const client = new pg.Client({ ...settings, password: inside('password') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Rows of a statement, for facts that no page tells. */
export function rowsOf<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  return withDatabase(async (client) => (await client.query<Row>(text, values)).rows)
}

/** The tokens of this name, by the database. */
export function tokensNamed(name: string) {
  const columns = 'id, name, username, scopes, expires_at, revoked_at, creator_name, revoker_name'
  return rowsOf<{
    id: number
    scopes: string[]
    expires_at: Date | null
    revoked_at: Date | null
    creator_name: string
  }>(`SELECT ${columns} FROM deploy_tokens WHERE name = $1 ORDER BY id`, [name])
}
