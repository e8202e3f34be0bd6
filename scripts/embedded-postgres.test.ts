import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres'

const folder = path.join(mkdtempSync(path.join(tmpdir(), 'latchkey-postgres-')), 'postgres')
const pidFile = path.join(folder, 'data/postmaster.pid')
let postgres: EmbeddedPostgres

beforeAll(async () => {
  postgres = await startEmbeddedPostgres(folder)
})

afterAll(() => rmSync(path.dirname(folder), { recursive: true }))

test('it keeps what it has promised to keep, checks its pages, and listens to this machine only', async () => {
  const settings = {
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    data_checksums: 'on',
    listen_addresses: '127.0.0.1',
    password_encryption: 'scram-sha-256',
    TimeZone: 'UTC',
  }
  for (const [name, value] of Object.entries(settings))
    expect([name, await ask(`SHOW ${name}`)]).toEqual([name, value])
  expect(statSync(path.join(folder, 'password')).mode & 0o777).toBe(0o600)
  expect(statSync(folder).mode & 0o666).toBe(0o600)
})

test('the product is no superuser, and a wrong password is none', async () => {
  expect(await ask('SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toBe(false)
  const wrong = Object.assign(new URL(postgres.url), { password: 'wrong' })
  await expect(new pg.Client({ connectionString: wrong.href }).connect()).rejects.toThrow(
    'password authentication failed',
  )
})

test('it orders by code point and knows the case of all letters, on every machine', async () => {
  expect(
    await ask("SELECT lower('ÄÖÜ') || string_agg(x, '' ORDER BY x) FROM unnest('{b,B,a}'::text[]) x"),
  ).toBe('äöüBab')
})

test('killed under a running process it comes back on the same port, with what was committed', async () => {
  await ask('CREATE TABLE kept AS SELECT 7 AS n')
  process.kill(postmaster(), 'SIGKILL')
  await expect.poll(() => ask('SELECT n FROM kept').catch(() => 'away'), { timeout: 20_000 }).toBe(7)
})

test('the server of a killed process is taken over; of several who use it the last one stops it', async () => {
  const other = spawn(process.execPath, ['--import', 'tsx', '--eval', starter], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = await once(createInterface({ input: other.stdout }), 'line')
  expect(url).toBe(postgres.url)
  await postgres.stop()
  other.kill('SIGKILL')
  await once(other, 'exit')
  expect(existsSync(pidFile)).toBe(true)

  const pid = postmaster()
  const heir = await startEmbeddedPostgres(folder)
  expect(heir.url).toBe(url)
  expect(postmaster()).toBe(pid)
  await heir.stop()
  expect(existsSync(pidFile)).toBe(false)
})

const starter = `
  import(${JSON.stringify(path.join(import.meta.dirname, 'embedded-postgres.ts'))})
    .then(({ startEmbeddedPostgres }) => startEmbeddedPostgres(${JSON.stringify(folder)}))
    .then(({ url }) => console.log(url))`

async function ask(query: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: postgres.url })
  client.on('error', () => {})
  await client.connect()
  try {
    return Object.values((await client.query({ text: query })).rows[0] ?? {})[0]
  } finally {
    await client.end()
  }
}

function postmaster(): number {
  return Number(readFileSync(pidFile, 'utf8').split('\n')[0])
}
