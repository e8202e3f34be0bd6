import { createHash, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import pg from 'pg'

interface Migration {
  name: string
  sql: string
  checksum: string
}

const ownMigrations = path.resolve(import.meta.dirname, '../prisma/migrations')
// the number Prisma's own engine takes, so that a `prisma migrate deploy` at the same moment waits for us, and we for it
export const migrationLock = 72_707_369

/**
 * Applies what is missing of prisma/migrations and answers the names of what it applied. The rows it leaves in
 * `_prisma_migrations` are those of `prisma migrate deploy`, which may be used in its place; but it needs neither the
 * command line nor its engine. Each file is one transaction, so a start that is killed or fails changes nothing.
 */
export async function migrate(connectionString: string, folder = ownMigrations): Promise<string[]> {
  const client = new pg.Client({ connectionString, application_name: 'latchkey migrate' })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock])
    const missing = await findMissing(client, readMigrations(folder))
    // better no start than a site that stands still behind somebody else's lock
    if (missing.length > 0) await client.query("SET lock_timeout = '5s'")
    for (const migration of missing) await apply(client, migration)
    return missing.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

async function findMissing(client: pg.Client, migrations: Migration[]): Promise<Migration[]> {
  await makeTable(client)
  const { rows } = await client.query(
    'SELECT migration_name AS name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
  )
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const { name, checksum, finished_at } of rows) {
    const migration = known.get(name)
    if (!migration) throw new Error(`The database is newer than this version: it has migration ${name}.`)
    if (!finished_at)
      throw new Error(`Migration ${name} failed in prisma migrate; see prisma migrate resolve.`)
    if (migration.checksum !== checksum)
      throw new Error(`Migration ${name} was changed after it was applied.`)
    known.delete(name)
  }
  return [...known.values()]
}

/** Only where it is missing: a role that owns nothing may find that nothing is left to do. */
async function makeTable(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS exists`)
  if (rows[0].exists) return
  await client.query(`
    CREATE TABLE "_prisma_migrations" (
      "id" VARCHAR(36) PRIMARY KEY NOT NULL,
      "checksum" VARCHAR(64) NOT NULL,
      "finished_at" TIMESTAMPTZ,
      "migration_name" VARCHAR(255) NOT NULL,
      "logs" TEXT,
      "rolled_back_at" TIMESTAMPTZ,
      "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
      "applied_steps_count" INTEGER NOT NULL DEFAULT 0
    )`)
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    throw new Error(`Migration ${name} failed: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
}

function readMigrations(folder: string): Migration[] {
  const names = fs
    .readdirSync(folder)
    .filter((name) => fs.existsSync(path.join(folder, name, 'migration.sql')))
  return names.sort().map((name) => {
    const sql = fs.readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}
