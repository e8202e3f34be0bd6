import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { unique } from './support/places'
import { dataFolder, withDatabase } from './support/server-database'

// The process itself on a PostgreSQL of somebody's own, which here is a database beside the one of the other tests.

test('a start with one role for everything warns that only a trigger protects the log; one with two does not', async () => {
  const name = unique('roles').replace('-', '_')
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-roles-'))
  await withDatabase((client) => client.query(`CREATE DATABASE ${name}`))
  const owner = urlOf('latchkey', 'password', name)
  const application = urlOf('latchkey_application', 'application-password', name)
  try {
    const alone = await outputOfStart(folder, { DATABASE_URL: owner })
    expect(alone.match(/only a trigger protects the audit log/g)).toHaveLength(1)
    const both = { DATABASE_URL: application, LATCHKEY_MIGRATION_DATABASE_URL: owner }
    expect(await outputOfStart(folder, both)).not.toContain('"level":"warn"')
    // a process that may not migrate, on a database that is up to date
    expect(await outputOfStart(folder, { DATABASE_URL: application })).not.toContain('"level":"warn"')
  } finally {
    await withDatabase((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`))
    rmSync(folder, { recursive: true })
  }
})

function urlOf(user: string, passwordFile: string, database: string): string {
  const inside = (name: string) => readFileSync(path.join(dataFolder, 'postgres', name), 'utf8').trim()
  const port = inside('data/postmaster.pid').split('\n')[3]
  return `postgresql://${user}:${inside(passwordFile)}@127.0.0.1:${port}/${database}?sslmode=disable`
}

/** What a start prints until it is ready; it is stopped then. */
async function outputOfStart(folder: string, settings: Record<string, string>): Promise<string> {
  const port = String(await freePort())
  const own = { PORT: port, LATCHKEY_DATA_DIR: folder, LATCHKEY_URL: '', LATCHKEY_DEMO: '0' }
  const server: ChildProcess = spawn(process.execPath, ['scripts/start.mjs'], {
    env: { ...process.env, LATCHKEY_MIGRATION_DATABASE_URL: '', ...own, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [server.stdout, server.stderr])
    stream?.on('data', (chunk) => {
      text += chunk
    })
  const ended = once(server, 'exit')
  await expect.poll(() => text, { timeout: 60_000 }).toContain('Latchkey is ready')
  server.kill('SIGINT')
  await ended
  return text
}

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0)
  await once(probe, 'listening')
  const { port } = probe.address() as net.AddressInfo
  probe.close()
  return port
}
