import path from 'node:path'
import { env } from '@/lib/env'
import { startEmbeddedPostgres } from './embedded-postgres'

/**
 * The database this process uses: the one DATABASE_URL names, or else the embedded one, which it then names, and
 * LATCHKEY_MIGRATION_DATABASE_URL too, as its owner.
 */
export async function openDatabase(): Promise<{ close(): Promise<void> }> {
  if (process.env.DATABASE_URL) return { close: async () => {} }
  const postgres = await startEmbeddedPostgres(path.join(env.dataDir, 'postgres'))
  process.env.DATABASE_URL = postgres.applicationUrl
  process.env.LATCHKEY_MIGRATION_DATABASE_URL = postgres.url
  return { close: postgres.stop }
}
