import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface DockerRegistry {
  stop: () => Promise<void>
}

/**
 * Debian's docker-registry, which is CNCF Distribution, on this port with the configuration that the README has people
 * paste: the addresses, the secret and the bundle are those of the running settings, its files are in a folder of its own.
 */
export async function startDockerRegistry(port: number): Promise<DockerRegistry> {
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-docker-registry-'))
  const config = path.join(folder, 'config.yml')
  const {
    LATCHKEY_URL = '',
    LATCHKEY_DATA_DIR = '',
    LATCHKEY_REGISTRY_NOTIFICATION_SECRET: secret = '',
  } = process.env
  const sample = /```yaml\n([\s\S]*?)```/.exec(await readFile('README.md', 'utf8'))?.[1] ?? ''
  const own = sample
    .replaceAll('http://localhost:3000', LATCHKEY_URL)
    .replace('addr: :5000', `addr: 127.0.0.1:${port}`)
    .replace('/var/lib/docker-registry', path.join(folder, 'images'))
    .replace('/etc/docker/registry/latchkey.pem', `${LATCHKEY_DATA_DIR}/secrets/registry/certificates.pem`)
    .replace('a-secret-of-at-least-32-characters', secret)
    .replace('backoff: 10s', 'backoff: 500ms')
  await writeFile(config, own)
  const registry = spawn('docker-registry', ['serve', config], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [registry.stdout, registry.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  const ended = once(registry, 'close')
  while (!output.includes('listening on')) {
    const isOver = await Promise.race([
      ended.then(() => true),
      once(registry.stdout, 'data').then(() => false),
      once(registry.stderr, 'data').then(() => false),
    ])
    if (isOver) throw new Error(`The registry did not start:\n${output}`)
  }
  return {
    async stop() {
      registry.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
