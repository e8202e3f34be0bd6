import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from '@playwright/test'

// The process itself, on a port and in a folder of its own, from the build that the other tests use.

let folder = ''
const running = new Set<ChildProcess>()

test.beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'latchkey-start-'))
})

test.afterEach(async () => {
  for (const server of running) await stop(server)
  rmSync(folder, { recursive: true })
})

test('told to stop, it says so to load balancers, finishes, and leaves nothing running', async () => {
  const { server, url } = await start()
  const stopped = once(server, 'exit')
  server.kill('SIGTERM')
  await expect.poll(async () => (await fetch(`${url}/-/readiness`)).status).toBe(503)
  expect((await fetch(`${url}/-/liveness`)).headers.get('connection')).toBe('close')
  expect(await stopped).toEqual([0, null])
  expect(existsSync(pidFile())).toBe(false)
})

test('a connection that a browser keeps open does not hold it up', async () => {
  const { server, port } = await start()
  const silent = net.connect(port, '127.0.0.1')
  await once(silent, 'connect')
  const stopped = once(server, 'exit')
  server.kill('SIGINT')
  expect(await stopped).toEqual([0, null])
  silent.destroy()
})

test('killed, its next start takes the database over, with all that was in it, and stops it in the end', async () => {
  const first = await start()
  expect(first.output()).toContain('shown only now')
  first.server.kill('SIGKILL')
  await once(first.server, 'exit')
  expect(existsSync(pidFile())).toBe(true)

  const second = await start()
  expect(second.postmaster).toBe(first.postmaster)
  expect(second.output()).not.toContain('shown only now')
  await stop(second.server)
  expect(existsSync(pidFile())).toBe(false)
})

test('two on one folder share the database, and the first to stop leaves it to the other', async () => {
  const [one, two] = [await start(), await start()]
  expect(one.postmaster).toBe(two.postmaster)
  await stop(one.server)
  expect((await fetch(`${two.url}/-/readiness`)).status).toBe(200)
  await stop(two.server)
  expect(existsSync(pidFile())).toBe(false)
})

test('a port that is taken is a plain sentence, and nothing stays behind', async () => {
  const taken = http.createServer().listen(0)
  const { port } = taken.address() as net.AddressInfo
  const { server, output } = launch(port)
  expect(await once(server, 'exit')).toEqual([1, null])
  expect(output()).toContain(`Port ${port} is in use.`)
  expect(existsSync(pidFile())).toBe(false)
  taken.close()
})

async function start() {
  const port = await freePort()
  const { server, output } = launch(port)
  const url = `http://localhost:${port}`
  await expect.poll(output, { timeout: 60_000 }).toContain(`Latchkey is ready at ${url}`)
  return { server, port, url, output, postmaster: Number(readFileSync(pidFile(), 'utf8').split('\n')[0]) }
}

function launch(port: number) {
  const settings = { PORT: String(port), LATCHKEY_DATA_DIR: folder, DATABASE_URL: '', LATCHKEY_URL: '' }
  const server = spawn(process.execPath, ['scripts/start.mjs'], { env: { ...process.env, ...settings } })
  running.add(server)
  server.once('exit', () => running.delete(server))
  let text = ''
  for (const stream of [server.stdout, server.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      text += `${line}\n`
    })
  return { server, output: () => text }
}

async function stop(server: ChildProcess): Promise<void> {
  const stopped = once(server, 'exit')
  server.kill('SIGINT')
  await stopped
}

function pidFile(): string {
  return path.join(folder, 'postgres/data/postmaster.pid')
}

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0)
  await once(probe, 'listening')
  const { port } = probe.address() as net.AddressInfo
  probe.close()
  return port
}
