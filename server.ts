import { once } from 'node:events'
import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import next from 'next'
import { disconnect } from '@/lib/data/client'
import { env } from '@/lib/env'
import { isMachinePath, machines } from '@/lib/http/app'
import { createHttpServer } from '@/lib/http/create-http-server'
import { dispatcher } from '@/lib/http/dispatch'
import { drain } from '@/lib/http/drain'
import { beginStopping } from '@/lib/http/lifecycle'
import { log } from '@/lib/log'
import { flushUses } from '@/lib/services/access/note-use'
import { sweepRepositories } from '@/lib/services/places/sweep-repositories'
import { keepCollecting } from '@/lib/services/registry/keep-collecting'
import { endGitProcesses } from '@/lib/storage/git-process'
import { prepareTicketKeys } from '@/lib/storage/ticket-keys'
import { type Account, seedFirstStart } from '@/prisma/seed'
import { isAuditLogClosed, restrictApplication } from './scripts/application-role'
import { openDatabase } from './scripts/database'
import { migrate } from './scripts/migrate'

// The one place that knows how the process starts and stops. scripts/start.mjs runs it.

const drainSecondsMax = 2
const stopSecondsMax = 75
const failureSecondsMax = 15
const repeatedSignalMs = 1000

const openAuditLog =
  'DATABASE_URL is a role that may change audit_events: only a trigger protects the audit log. Name its owner in ' +
  'LATCHKEY_MIGRATION_DATABASE_URL, and in DATABASE_URL a role that owns nothing.'

/** What was opened, in order; stopping closes it from the end. */
const opened: (() => Promise<unknown>)[] = []
let stoppingSince: number | undefined
let isReady = false

process.umask(0o077) // what we write is nobody else's
process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
process.on('uncaughtException', onFailure).on('unhandledRejection', onFailure)

try {
  await start()
} catch (error) {
  await close()
  throw error
}

async function start(): Promise<void> {
  process.env.NEXTAUTH_URL = env.url
  const database = await openDatabase()
  opened.push(database.close)
  await migrate(env.migrationDatabaseUrl)
  await restrictApplication(env.migrationDatabaseUrl, env.databaseUrl)
  if (!(await isAuditLogClosed(env.databaseUrl))) log.warn(openAuditLog)
  opened.push(disconnect, flushUses)
  await seedFirstStart(printAccounts)
  await prepareTicketKeys()
  void sweepRepositories(new Date())
  opened.push(keepCollecting())

  const server = createHttpServer()
  // Next listens for web sockets: in development on our server, in production on one that serves nobody
  const pages = next({
    dev: !env.production,
    dir: import.meta.dirname,
    port: env.port,
    httpServer: env.production ? http.createServer() : server,
  })
  await pages.prepare()
  opened.push(() => pages.close())

  const { inFlight, onRequest, onCheckContinue } = dispatcher({
    isMachinePath,
    machine: getRequestListener(machines.fetch, { overrideGlobalObjects: false }),
    page: pages.getRequestHandler(),
  })
  server.on('request', onRequest).on('checkContinue', onCheckContinue)
  await listen(server)
  opened.push(endGitProcesses, () => drain(server, inFlight))
  isReady = true
  process.stdout.write(`Latchkey is ready at ${env.url}\n`)
}

/** The only time these passwords are seen; the log never gets them. */
function printAccounts(accounts: Account[]): void {
  const rows = accounts.map(({ username, password }) => {
    const isKnown = password === env.rootPassword
    return `  ${username.padEnd(12)}${isKnown ? '(the value of LATCHKEY_ROOT_PASSWORD)' : password}`
  })
  process.stdout.write(
    `\nAccounts made at this first start; the passwords are shown only now:\n\n${rows.join('\n')}\n\n`,
  )
}

async function listen(server: http.Server): Promise<void> {
  // in development Next has doors of its own, which are for this machine only
  server.listen(env.port, env.production ? undefined : '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    if (!hasCode(error, 'EADDRINUSE')) throw error
    throw new Error(`Port ${env.port} is in use. Choose another: PORT=${env.port + 1} npm start`, {
      cause: error,
    })
  }
}

async function onSignal(signal: NodeJS.Signals): Promise<void> {
  if (stoppingSince !== undefined) {
    // npm hands on the Ctrl-C that the terminal has sent us already: only a later one means "now"
    if (performance.now() - stoppingSince > repeatedSignalMs) process.exit(1)
    return
  }
  beginToStop(stopSecondsMax)
  log.info({ signal }, 'stopping')
  // a load balancer sees readiness change, and its connections end with their next answer, before the door closes
  if (signal === 'SIGTERM' && isReady) await sleep(drainSecondsMax * 1000)
  await close()
  process.exit(0)
}

async function onFailure(error: unknown): Promise<void> {
  // a client that went away in the middle is its own affair
  if (hasCode(error, 'ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR')) {
    log.warn({ err: error }, 'a connection broke')
    return
  }
  log.fatal({ err: error }, 'unexpected failure, stopping')
  if (stoppingSince !== undefined) return
  beginToStop(failureSecondsMax)
  await close()
  process.exit(1)
}

function beginToStop(secondsMax: number): void {
  stoppingSince = performance.now()
  beginStopping()
  setTimeout(() => process.exit(1), secondsMax * 1000).unref()
}

async function close(): Promise<void> {
  for (const closeOne of opened.splice(0).reverse()) {
    await closeOne().catch((error: unknown) => log.error({ err: error }, 'could not close in order'))
  }
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
