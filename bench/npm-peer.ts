import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort, makeFolder, type Resource, resource } from './workspace'

export interface NpmPeer extends Resource {
  name: string
  registry: string
  token: string
}

const version = '6.5.0'
const upWithinSeconds = 30

// verdaccio's own defaults, but that nothing is fetched from elsewhere, that reading takes a token as it does here, and that
// its tokens are signed ones, which cost less to check than the password in its other kind
const configuration = `
storage: ./storage
auth: { htpasswd: { file: ./htpasswd } }
packages: { '**': { access: $authenticated, publish: $authenticated, unpublish: $authenticated } }
security: { api: { jwt: { sign: { expiresIn: 1d } } } }
log: { type: stdout, format: json, level: http }
`

/** Starts verdaccio, as it comes from npm; undefined where it cannot be had. */
export async function startVerdaccio(): Promise<NpmPeer | undefined> {
  const program = await install().catch(() => undefined)
  if (!program) return undefined
  const folder = makeFolder('verdaccio')
  fs.writeFileSync(path.join(folder, 'config.yaml'), configuration)
  const port = await freePort()
  const output = fs.openSync(path.join(folder, 'output.log'), 'w')
  const child = spawn(
    process.execPath,
    [program, '--config', 'config.yaml', '--listen', `localhost:${port}`],
    {
      cwd: folder,
      stdio: ['ignore', output, output],
      env: { PATH: process.env.PATH, HOME: folder, NODE_ENV: 'production' },
    },
  )
  const opened = resource(() => stop(child))
  const registry = `http://localhost:${port}/`
  await untilUp(registry, child)
  return { ...opened, name: `verdaccio ${version}`, registry, token: await signUp(registry) }
}

/** Once for a checkout; the registry may not have one of the tags that its dependencies name. */
async function install(): Promise<string> {
  const folder = path.resolve('node_modules/.cache', `verdaccio-${version}`)
  const program = path.join(folder, 'node_modules/verdaccio/bin/verdaccio')
  if (fs.existsSync(program)) return program
  fs.mkdirSync(folder, { recursive: true })
  const manifest = {
    private: true,
    dependencies: { verdaccio: version },
    overrides: { 'node-fetch': '2.7.0' },
  }
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest))
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder })
  return program
}

async function signUp(registry: string): Promise<string> {
  const user = { name: 'bench', password: 'bench-only-password' }
  const answer = await fetch(`${registry}-/user/org.couchdb.user:bench`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(user),
  })
  const { token } = (await answer.json()) as { token?: string }
  if (!token) throw new Error(`verdaccio gave no token: ${answer.status}`)
  return token
}

async function untilUp(registry: string, child: ChildProcess): Promise<void> {
  const giveUpAt = performance.now() + upWithinSeconds * 1000
  while (!(await fetch(`${registry}-/ping`).catch(() => undefined))?.ok) {
    if (child.exitCode !== null || performance.now() > giveUpAt) throw new Error('verdaccio did not start.')
    await sleep(50)
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}
