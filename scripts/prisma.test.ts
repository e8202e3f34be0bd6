import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropDatabaseAt } from './test/drop-database'

// The Prisma command line as it is called by hand, on a database that has nothing yet.

const name = `prisma_${randomBytes(6).toString('hex')}`
const own = process.env.DATABASE_URL ?? ''
const url = Object.assign(new URL(own), { pathname: `/${name}` }).href

beforeAll(() => sql(`CREATE DATABASE ${name}`))
afterAll(() => dropDatabaseAt(own, name))

// in this order: where the two differ, `migrate dev` would write a migration into the sources
test('the migrations make what the schema says, and `migrate dev` applies them and finds nothing left to do', async () => {
  const folders = ['--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma']
  expect(await prisma('migrate', 'diff', ...folders, '--script')).toContain('This is an empty migration.')
  expect(await prisma('migrate', 'dev', '--name', 'nothing')).toContain('in sync with your schema')
  expect(await prisma('migrate', 'dev', '--name', 'nothing')).toContain('Already in sync')
}, 120_000)

async function prisma(...args: string[]): Promise<string> {
  const env = { ...process.env, DATABASE_URL: url, LATCHKEY_MIGRATION_DATABASE_URL: '' }
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/prisma.mjs', ...args], { env })
  return stdout
}

async function sql(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: own })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
