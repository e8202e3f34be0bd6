import fs from 'node:fs/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { ddl, sql, statementsOf } from '@/e2e/support/fixtures'
import { ask } from '@/e2e/support/machine-request'
import { env } from '@/lib/env'
import { isMachinePath } from './app'
import { beginStopping } from './lifecycle'

const ready = [200, '{"status":"ok","master_check":[{"status":"ok"}]}']
const notReady = [503, '{"status":"failed","master_check":[{"status":"failed"}]}']

async function probe(path: string) {
  const { status, body } = await ask(path)
  return [status, body]
}

test('health and liveness answer without a question to anybody', async () => {
  const statements = await statementsOf(async () => {
    expect(await probe('/-/health')).toEqual([200, 'Latchkey OK'])
    expect(await probe('/-/liveness')).toEqual([200, '{"status":"ok"}'])
  })
  expect(statements).toEqual([])
})

test('probes are the machines’ own paths, and are kept by no cache', async () => {
  for (const path of ['/-/health', '/-/liveness', '/-/readiness']) {
    expect(isMachinePath(path, '')).toBe(true)
    expect((await ask(path)).headers['cache-control']).toBe('no-store')
    expect((await ask(path, { method: 'HEAD' })).body).toBe('')
    expect((await ask(path, { method: 'POST' })).status).toBe(404)
  }
  expect(isMachinePath('/-/healthy', '')).toBe(false)
})

describe('readiness', () => {
  afterEach(async () => {
    await fs.mkdir(env.dataDir, { recursive: true })
  })

  test('is what the database and the data directory say', async () => {
    expect(await probe('/-/readiness')).toEqual(ready)
    expect(await probe('/-/readiness?all=1')).toEqual(ready)
    expect((await fs.readdir(env.dataDir)).filter((name) => name.startsWith('.probe'))).toEqual([])
  })

  test('fails without a word of the reason when a migration is missing', async () => {
    const rows = await sql<{ migration_name: string }>`SELECT migration_name FROM _prisma_migrations`
    await sql`UPDATE _prisma_migrations SET rolled_back_at = now()`
    expect(await probe('/-/readiness')).toEqual(notReady)
    await sql`UPDATE _prisma_migrations SET rolled_back_at = NULL`
    expect(rows).not.toEqual([])
    expect(await probe('/-/readiness')).toEqual(ready)
  })

  test('fails when the data directory takes no writes', async () => {
    await fs.rename(env.dataDir, `${env.dataDir}.gone`)
    expect(await probe('/-/readiness')).toEqual(notReady)
    await fs.rename(`${env.dataDir}.gone`, env.dataDir)
    expect(await probe('/-/readiness')).toEqual(ready)
  })

  test('fails when the database does not answer in two seconds, while liveness goes on', async () => {
    await ddl('ALTER TABLE _prisma_migrations RENAME TO hidden')
    await ddl('CREATE VIEW _prisma_migrations AS SELECT hidden.* FROM hidden, pg_sleep(5)')
    const startedAt = performance.now()
    expect(await probe('/-/readiness')).toEqual(notReady)
    expect(performance.now() - startedAt).toBeLessThan(4000)
    expect(await probe('/-/liveness')).toEqual([200, '{"status":"ok"}'])
    await ddl('DROP VIEW _prisma_migrations')
    await ddl('ALTER TABLE hidden RENAME TO _prisma_migrations')
  })

  // last, as there is no way back from it
  test('fails once the server stops', async () => {
    beginStopping()
    expect(await probe('/-/readiness')).toEqual(notReady)
    expect(await probe('/-/health')).toEqual([200, 'Latchkey OK'])
  })
})
