import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { env } from '@/lib/env'
import { startEmbeddedPostgres } from '@/scripts/embedded-postgres'
import { freePort, makeFolder, type Resource, resource } from './workspace'

/** `npm start` on a data directory of its own. */
export interface ServerUnderTest extends Resource {
  pid: number
  port: number
  dataDir: string
  /** From the command to its ready line. */
  startMilliseconds: number
}

export const rootPassword = 'bench-only-password'
/** The demo project, which every first start makes. */
export const demoProject = 'tanuki/awesome_project'

const readyWithinSeconds = 120
const lookEveryMilliseconds = 5
const checkout = path.resolve(import.meta.dirname, '..')

/** Starts the product, with PostgreSQL embedded, and waits for its ready line. */
export async function startServer(dataDir = makeFolder('data')): Promise<ServerUnderTest> {
  const port = await freePort()
  const logFile = path.join(makeFolder('log'), 'server.log')
  const output = fs.openSync(logFile, 'w')
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: checkout,
    env: environment(port, dataDir),
    stdio: ['ignore', output, output],
  })
  fs.closeSync(output)
  const opened = resource(() => stop(child))
  await untilReady(child, logFile)
  const startMilliseconds = performance.now() - startedAt
  return { ...opened, pid: child.pid ?? 0, port, dataDir, startMilliseconds }
}

/** Runs `act` with a connection to the server's own database, past the product. */
export async function withRows<T>(
  server: ServerUnderTest,
  act: (client: pg.Client, url: string) => Promise<T>,
): Promise<T> {
  const database = await startEmbeddedPostgres(path.join(server.dataDir, 'postgres'))
  const client = new pg.Client({ connectionString: database.url })
  try {
    await client.connect()
    return await act(client, database.url)
  } finally {
    await client.end()
    await database.stop()
  }
}

/** The number of a project, which is also the name of its repository. */
export async function findProjectId(client: pg.Client, fullPath: string): Promise<number> {
  const { rows } = await client.query('SELECT project_id AS id FROM routes WHERE path = $1', [fullPath])
  if (!rows[0]?.id) throw new Error(`There is no project ${fullPath}.`)
  return rows[0].id
}

/** Settings of this shell are not ours: what is measured is the default. */
function environment(port: number, dataDir: string): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env
  return {
    PATH,
    HOME,
    TMPDIR,
    NODE_ENV: 'production',
    PORT: String(port),
    LATCHKEY_DATA_DIR: dataDir,
    LATCHKEY_ROOT_PASSWORD: rootPassword,
    LATCHKEY_SECRET: env.secret,
  }
}

async function untilReady(child: ChildProcess, logFile: string): Promise<void> {
  const giveUpAt = performance.now() + readyWithinSeconds * 1000
  for (;;) {
    const output = fs.readFileSync(logFile, 'utf8')
    if (output.includes('Latchkey is ready at')) return
    if (child.exitCode !== null || performance.now() > giveUpAt)
      throw new Error(`The server did not start:\n${output.slice(-2000)}`)
    await sleep(lookEveryMilliseconds)
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}
