import { randomBytes } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { env } from '@/lib/env'

/** Rejects when the data directory takes no writes: it is missing, read-only or full. */
export async function checkWritable(): Promise<void> {
  const probe = path.join(env.dataDir, `.probe-${process.pid}-${randomBytes(4).toString('hex')}`)
  await fs.writeFile(probe, 'latchkey', { mode: 0o600 })
  await fs.rm(probe)
}
