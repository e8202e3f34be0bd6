import { mkdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { withLock } from './lock.mjs'
import {
  halt,
  initialise,
  isInitialised,
  launch,
  locate,
  newPassword,
  readApplicationPassword,
  readPassword,
  settled,
  writeApplicationPassword,
} from './postgres-cluster'
import type { Cluster } from './postgres-program'

export interface EmbeddedPostgres {
  /** As the owner of the database and all in it, for migrations. */
  url: string
  /** As the role of the product itself, which owns nothing and may do what it was granted. */
  applicationUrl: string
  /** Ends our use of the server; the last process that uses it stops it. */
  stop(): Promise<void>
}

// held shared by every process that uses the server, so that PostgreSQL itself knows who is left, even after kill -9
const presenceLock = 5_283_625
const reachableWithinMs = 30_000

/**
 * A private PostgreSQL in `folder`, on 127.0.0.1: made at the first call, started when it does not run, shared when it
 * does (with a second process, or as the orphan of a killed one). Of the npm package only the binaries are used: its
 * class can neither share, nor take over an orphan, nor run as root.
 * @param options.scratch for tests: faster, and lost with the machine
 */
export async function startEmbeddedPostgres(
  folder: string,
  options: { scratch?: boolean } = {},
): Promise<EmbeddedPostgres> {
  const cluster = locate(folder, options)
  mkdirSync(cluster.folder, { recursive: true, mode: 0o700 })
  let presence = await exclusively(cluster, () => join(cluster))
  const { port } = presence
  let stopped = false

  // PostgreSQL died under us: bring it back on the port where the pools look for it
  const watch = () =>
    presence.once('end', async () => {
      if (stopped) return
      presence = await exclusively(cluster, () => join(cluster, port))
      watch()
    })
  watch()

  return {
    url: urlOf(cluster, port, 'latchkey', 'latchkey'),
    applicationUrl: urlOf(cluster, port, 'latchkey_application', 'latchkey'),
    async stop() {
      if (stopped) return
      stopped = true
      await exclusively(cluster, () => leave(cluster, presence))
    },
  }
}

/** One at a time: nobody can arrive at a server that somebody else is just stopping. */
function exclusively<T>(cluster: Cluster, act: () => Promise<T>): Promise<T> {
  return withLock(cluster.lockFile, act)
}

async function join(cluster: Cluster, port?: number): Promise<pg.Client> {
  if (!isInitialised(cluster)) await initialise(cluster)
  const running = (await settled(cluster)) ?? (await launch(cluster, port))
  await makeDatabase(cluster, running.port)
  const presence = await connect(urlOf(cluster, running.port, 'latchkey', 'postgres'))
  await presence.query('SELECT pg_advisory_lock_shared($1)', [presenceLock])
  return presence
}

async function leave(cluster: Cluster, presence: pg.Client): Promise<void> {
  const isLast = await dropPresence(presence).catch(() => true) // the server is gone, or going
  await presence.end().catch(() => {})
  if (isLast) await halt(cluster)
}

async function dropPresence(presence: pg.Client): Promise<boolean> {
  await presence.query('SELECT pg_advisory_unlock_shared($1)', [presenceLock])
  const { rows } = await presence.query('SELECT pg_try_advisory_lock($1) AS alone', [presenceLock])
  return rows[0].alone
}

/** The owner is not a superuser; it may create databases, for Prisma's shadow database and the tests. */
async function makeDatabase(cluster: Cluster, port: number): Promise<void> {
  const admin = await connect(urlOf(cluster, port, 'postgres', 'postgres'))
  try {
    const found = await admin.query(`
      SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'latchkey') AS role,
             EXISTS (SELECT FROM pg_roles WHERE rolname = 'latchkey_application') AS application,
             EXISTS (SELECT FROM pg_database WHERE datname = 'latchkey') AS database`)
    const { role, application, database } = found.rows[0]
    if (!role) await admin.query(`CREATE ROLE latchkey LOGIN CREATEDB PASSWORD '${readPassword(cluster)}'`)
    if (!application) await admin.query('CREATE ROLE latchkey_application LOGIN')
    await giveApplicationPassword(cluster, admin)
    if (!database) await admin.query('CREATE DATABASE latchkey OWNER latchkey')
  } finally {
    await admin.end()
  }
}

/** Written down only when PostgreSQL has it: a start that is killed between the two makes the next one choose another. */
async function giveApplicationPassword(cluster: Cluster, admin: pg.Client): Promise<void> {
  if (readApplicationPassword(cluster)) return
  const password = newPassword()
  await admin.query(`ALTER ROLE latchkey_application PASSWORD '${password}'`)
  writeApplicationPassword(cluster, password)
}

/** Connects, patiently: a server that recovers from a crash refuses for a while. */
async function connect(connectionString: string): Promise<pg.Client> {
  const giveUpAt = Date.now() + reachableWithinMs
  for (;;) {
    const client = new pg.Client({
      connectionString,
      connectionTimeoutMillis: 5000,
      application_name: 'latchkey',
    })
    client.on('error', () => {}) // 'end' follows, and says the same
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => {})
      if (!isPassing(error) || Date.now() > giveUpAt) throw error
      await sleep(100)
    }
  }
}

function isPassing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === '57P03' || code === 'ECONNREFUSED' || code === 'ECONNRESET'
}

function urlOf(cluster: Cluster, port: number, user: string, database: string): string {
  const password = user === 'latchkey_application' ? readApplicationPassword(cluster) : readPassword(cluster)
  return `postgresql://${user}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`
}
