import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

interface SecondServer {
  url: string
  rootPassword: string
  /** Where it keeps its files. */
  dataFolder: string
  stop(): Promise<void>
}

/** Another instance of the product, with a database of its own: for tests after which nobody may sign in for a while. */
export async function startSecondServer(): Promise<SecondServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-second-'))
  const port = await freePort()
  // one address: `localhost` is two, and failures are counted by address
  const url = `http://127.0.0.1:${port}`
  const rootPassword = 'root-of-the-second-server'
  const server = spawn(process.execPath, ['scripts/start.mjs'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      LATCHKEY_URL: url,
      LATCHKEY_DATA_DIR: path.join(folder, 'data'),
      LATCHKEY_ROOT_PASSWORD: rootPassword,
      LATCHKEY_DEMO: '0',
      DATABASE_URL: '',
    },
  })
  let output = ''
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  const ended = once(server, 'close')
  while (!output.includes(`is ready at ${url}`)) {
    const isOver = await Promise.race([ended.then(() => true), once(server.stdout, 'data').then(() => false)])
    if (isOver) throw new Error(`The second server did not start:\n${output}`)
  }
  return {
    url,
    rootPassword,
    dataFolder: path.join(folder, 'data'),
    async stop() {
      server.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
