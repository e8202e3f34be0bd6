import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type Cluster, program } from './postgres-program'

interface Postmaster {
  pid: number
  port: number
  status: string
}

const stopWithinMs = 20_000
const launchWithinMs = 10_000

export function locate(folder: string, { scratch = false }: { scratch?: boolean } = {}): Cluster {
  const inside = (name: string) => path.resolve(folder, name)
  return {
    folder: path.resolve(folder),
    data: inside('data'),
    passwordFile: inside('password'),
    applicationPasswordFile: inside('application-password'),
    logFile: inside('server.log'),
    lockFile: inside('lock'),
    scratch,
  }
}

export function isInitialised(cluster: Cluster): boolean {
  return fs.existsSync(path.join(cluster.data, 'PG_VERSION'))
}

export function readPassword(cluster: Cluster): string {
  return fs.readFileSync(cluster.passwordFile, 'utf8').trim()
}

/** The password of the role that the product itself uses; undefined before there is one. */
export function readApplicationPassword({ applicationPasswordFile: file }: Cluster): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : undefined
}

export function writeApplicationPassword({ applicationPasswordFile }: Cluster, password: string): void {
  fs.writeFileSync(applicationPasswordFile, `${password}\n`, { mode: 0o600 })
}

/** Hexadecimal, so that it needs no quoting in a URL or in SQL. */
export function newPassword(): string {
  return randomBytes(24).toString('hex')
}

/** Makes the data directory, whole or not at all: it gets its name when initdb is done. */
export async function initialise(cluster: Cluster): Promise<void> {
  const partial = `${cluster.data}.partial`
  fs.rmSync(partial, { recursive: true, force: true })
  fs.mkdirSync(partial, { recursive: true, mode: 0o700 })
  fs.rmSync(cluster.passwordFile, { force: true })
  fs.writeFileSync(cluster.passwordFile, `${newPassword()}\n`, { mode: 0o600 })
  const { command, args, options } = program('initdb', cluster, partial, [
    `--pgdata=${partial}`,
    '--username=postgres',
    `--pwfile=${cluster.passwordFile}`,
    '--auth=scram-sha-256',
    '--data-checksums',
    '--encoding=UTF8',
    // order by code point, case by Unicode, the same on every machine
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
    ...(cluster.scratch ? ['--no-sync'] : []),
  ])
  await promisify(execFile)(command, args, options)
  fs.renameSync(partial, cluster.data)
}

/** Starts the server and waits until it accepts connections, however long its recovery takes. */
export async function launch(cluster: Cluster, wantedPort?: number): Promise<Postmaster> {
  const giveUpAt = Date.now() + launchWithinMs
  for (;;) {
    const child = startServer(cluster, wantedPort ?? (await freePort()))
    const running = await untilReady(cluster, child)
    if (running) return running
    const reason = fs.readFileSync(cluster.logFile, 'utf8').trim()
    // what a killed server leaves lives a moment longer: its workers, their shared memory, its port
    const isPassing = /shared memory block|lock file .* already exists|Address already in use/.test(reason)
    if (!isPassing || Date.now() > giveUpAt)
      throw new Error(`The embedded PostgreSQL did not start:\n${reason}`)
    await sleep(200)
  }
}

/** The server that runs on this data directory, once it accepts connections; undefined when there is none. */
export async function settled(cluster: Cluster): Promise<Postmaster | undefined> {
  for (;;) {
    const running = findPostmaster(cluster)
    if (!running || running.status === 'ready') return running
    await sleep(50)
  }
}

/** Stops the server in order; one that does not listen is cut off, and recovers from its log at the next start. */
export async function halt(cluster: Cluster): Promise<void> {
  const running = findPostmaster(cluster)
  if (!running) return
  process.kill(running.pid, 'SIGINT')
  const patienceEndsAt = Date.now() + stopWithinMs
  while (isServerOf(cluster, running.pid)) {
    if (Date.now() > patienceEndsAt) process.kill(running.pid, 'SIGQUIT')
    await sleep(20)
  }
}

function startServer(cluster: Cluster, port: number): ChildProcess {
  const durability = cluster.scratch ? 'off' : 'on'
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: '64MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // the log keeps no statements and no row values
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    // given here because here they win over postgresql.conf
    fsync: durability,
    full_page_writes: durability,
    synchronous_commit: durability,
  }
  const switches = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { command, args, options } = program('postgres', cluster, cluster.data, [
    '-D',
    cluster.data,
    '-p',
    String(port),
    ...switches,
  ])
  const log = fs.openSync(cluster.logFile, 'w', 0o600)
  // a session of its own: Ctrl-C is for us, and we stop it in order
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', log, log] })
  fs.closeSync(log)
  child.unref()
  return child
}

async function untilReady(cluster: Cluster, child: ChildProcess): Promise<Postmaster | undefined> {
  let gone = false
  child.once('exit', () => {
    gone = true
  })
  child.once('error', () => {
    gone = true
  })
  while (!gone) {
    const running = readPidFile(cluster)
    if (running?.pid === child.pid && running?.status === 'ready') return running
    await sleep(20)
  }
}

function findPostmaster(cluster: Cluster): Postmaster | undefined {
  const named = readPidFile(cluster)
  if (!named) return
  if (isServerOf(cluster, named.pid)) return named
  // Left by a killed server. PostgreSQL would refuse to start if the number is in use again, as it soon is in a
  // container; workers that still hold the shared memory are found by the data directory, not by this file.
  fs.rmSync(pidFile(cluster), { force: true })
}

function readPidFile(cluster: Cluster): Postmaster | undefined {
  if (!fs.existsSync(pidFile(cluster))) return
  const [pid, , , port, , , , status = ''] = fs.readFileSync(pidFile(cluster), 'utf8').split('\n')
  return { pid: Number(pid), port: Number(port), status: status.trim() }
}

function pidFile(cluster: Cluster): string {
  return path.join(cluster.data, 'postmaster.pid')
}

function isServerOf(cluster: Cluster, pid: number): boolean {
  return Number.isInteger(pid) && pid > 0 && commandLine(pid).includes(cluster.data)
}

/** Empty when the process is gone, or only waits to be reaped. */
function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
