import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { migrate } from './migrate'
import { dropDatabaseAt } from './test/drop-database'

let url = ''
let folder = ''

beforeEach(async () => {
  const name = `migrate_${randomBytes(6).toString('hex')}`
  await sql(process.env.DATABASE_URL ?? '', `CREATE DATABASE ${name}`)
  url = Object.assign(new URL(process.env.DATABASE_URL ?? ''), { pathname: `/${name}` }).href
  folder = mkdtempSync(path.join(tmpdir(), 'latchkey-migrations-'))
  write('1_first', 'CREATE TABLE a (id int)')
  onTestFinished(async () => {
    await dropDatabaseAt(process.env.DATABASE_URL ?? '', name)
    rmSync(folder, { recursive: true })
  })
})

test('four processes that start at once apply each migration once', async () => {
  write('2_function', "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'a;b'; $$")
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(url, folder)))
  expect(applied.flat()).toEqual(['1_first', '2_function'])
  expect(await sql(url, 'SELECT f()')).toEqual([{ f: 'a;b' }])
})

test('a migration that fails leaves nothing behind, and is tried again', async () => {
  write('2_broken', 'CREATE TABLE b (id int); SELECT no_such_function()')
  await expect(migrate(url, folder)).rejects.toThrow('Migration 2_broken failed: function no_such_function()')
  expect(await sql(url, "SELECT to_regclass('b') AS b")).toEqual([{ b: null }])
  write('2_broken', 'CREATE TABLE b (id int)')
  expect(await migrate(url, folder)).toEqual(['2_broken'])
})

test('its rows are those of Prisma, which finds nothing left to do', async () => {
  await migrate(url, folder)
  const rows = await sql(url, 'SELECT * FROM _prisma_migrations')
  expect(rows).toMatchObject([
    { migration_name: '1_first', applied_steps_count: 1, logs: null, rolled_back_at: null },
  ])
  expect(rows[0]?.finished_at).toBeInstanceOf(Date)
})

test('a migration that was changed after it was applied stops the start', async () => {
  await migrate(url, folder)
  write('1_first', 'CREATE TABLE a (id bigint)')
  await expect(migrate(url, folder)).rejects.toThrow('Migration 1_first was changed after it was applied.')
})

test('a database from a newer version stops the start', async () => {
  write('2_newer', 'CREATE TABLE b (id int)')
  await migrate(url, folder)
  rmSync(path.join(folder, '2_newer'), { recursive: true })
  await expect(migrate(url, folder)).rejects.toThrow('The database is newer than this version')
})

function write(name: string, text: string): void {
  mkdirSync(path.join(folder, name), { recursive: true })
  writeFileSync(path.join(folder, name, 'migration.sql'), text)
}

async function sql(connectionString: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
