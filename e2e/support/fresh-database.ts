import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { vi } from 'vitest'
import { disconnect } from '@/lib/data/client'
import { dropDatabaseAt } from '@/scripts/test/drop-database'

const migrations = path.join(process.cwd(), 'prisma', 'migrations')

/**
 * Runs `work` as a process that starts for the first time: an empty database with the migrations, an empty data
 * directory, these settings, and every module of the product loaded anew. All of it is gone afterwards.
 */
export async function asFirstStart(
  settings: Record<string, string>,
  work: () => Promise<void>,
): Promise<void> {
  const name = `first_start_${randomBytes(6).toString('hex')}`
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-first-start-'))
  const own = new URL(process.env.DATABASE_URL ?? '')
  const fresh = new URL(own)
  fresh.pathname = `/${name}`
  await run(own, `CREATE DATABASE ${name}`)
  await run(fresh, migrationText())
  await disconnect()
  const variables = { DATABASE_URL: fresh.href, LATCHKEY_DATA_DIR: dataDir, ...settings }
  for (const [variable, value] of Object.entries(variables)) vi.stubEnv(variable, value)
  vi.resetModules()
  try {
    await work()
  } finally {
    await disconnect()
    vi.unstubAllEnvs()
    vi.resetModules()
    await dropDatabaseAt(own.href, name)
    fs.rmSync(dataDir, { recursive: true })
  }
}

async function run(database: URL, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.href })
  await client.connect()
  try {
    await client.query(statements)
  } finally {
    await client.end()
  }
}

function migrationText(): string {
  const folders = fs.readdirSync(migrations, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const files = folders.map((folder) => path.join(migrations, folder.name, 'migration.sql')).sort()
  return files.map((file) => fs.readFileSync(file, 'utf8')).join('\n')
}
