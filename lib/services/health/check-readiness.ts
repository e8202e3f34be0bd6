import fs from 'node:fs/promises'
import path from 'node:path'
import { listMigrations } from '@/lib/data/migrations'
import { log } from '@/lib/log'
import { checkWritable } from '@/lib/storage/data-directory'

const databaseMillisecondsMax = 2000
const migrationsFolder = path.resolve(import.meta.dirname, '../../../prisma/migrations')

/** True when the database answers and has every migration of this version, and the data directory takes writes. */
export async function checkReadiness(): Promise<boolean> {
  const checks = { database: checkDatabase(), 'data directory': checkWritable() }
  const results = await Promise.all(Object.entries(checks).map(([name, check]) => isPassed(name, check)))
  return results.every(Boolean)
}

async function isPassed(name: string, check: Promise<void>): Promise<boolean> {
  try {
    await check
    return true
  } catch (error) {
    log.error({ err: error, check: name }, 'not ready')
    return false
  }
}

async function checkDatabase(): Promise<void> {
  const applied = new Set(await within(databaseMillisecondsMax, listMigrations()))
  const missing = (await shippedMigrations()).filter((name) => !applied.has(name))
  if (missing.length > 0) throw new Error(`migrations are missing: ${missing.join(', ')}`)
}

async function shippedMigrations(): Promise<string[]> {
  const entries = await fs.readdir(migrationsFolder, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
  })
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer))
}
