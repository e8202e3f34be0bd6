import fs from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ddl } from '@/e2e/support/fixtures'
import { env } from '@/lib/env'
import { checkReadiness } from './check-readiness'

describe('the instance is ready', () => {
  test('with its database, every migration and a data directory that takes writes, and leaves nothing there', async () => {
    expect(await checkReadiness()).toBe(true)
    expect(fs.readdirSync(env.dataDir).filter((name) => name.startsWith('.probe'))).toEqual([])
  })
})

describe('the instance is not ready', () => {
  test('while a migration of this version is missing', async () => {
    await ddl('UPDATE _prisma_migrations SET finished_at = NULL')
    expect(await checkReadiness()).toBe(false)
    await ddl('UPDATE _prisma_migrations SET finished_at = now()')
    expect(await checkReadiness()).toBe(true)
  })

  test('while the database cannot be asked', async () => {
    await ddl('ALTER TABLE _prisma_migrations RENAME TO away')
    expect(await checkReadiness()).toBe(false)
    await ddl('ALTER TABLE away RENAME TO _prisma_migrations')
    expect(await checkReadiness()).toBe(true)
  })

  test('while the data directory is not there', async () => {
    const away = `${env.dataDir}-away`
    fs.renameSync(env.dataDir, away)
    expect(await checkReadiness()).toBe(false)
    fs.renameSync(away, env.dataDir)
    expect(await checkReadiness()).toBe(true)
  })
})
