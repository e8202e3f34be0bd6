import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { hasClient } from '../../scripts/test/clients.mjs'

export interface DockerEngine {
  /** For docker's DOCKER_HOST. */
  address: string
  close: () => Promise<void>
}

/** Whether an engine can be started here: it runs as root alone. */
export function hasDockerEngine(): boolean {
  return hasClient('dockerd') && hasClient('containerd') && hasClient('docker') && process.getuid?.() === 0
}

/** A docker engine of its own, with nothing in it; it needs no network, and leaves that of the machine as it is. */
export async function openDockerEngine(): Promise<DockerEngine> {
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-docker-'))
  const inFolder = (name: string) => path.join(folder, name)
  const socket = inFolder('containerd.sock')
  const address = `unix://${inFolder('docker.sock')}`
  const settings = {
    hosts: [address],
    containerd: socket,
    pidfile: inFolder('docker.pid'),
    'data-root': inFolder('data'),
    'exec-root': inFolder('exec'),
    'storage-driver': 'vfs',
    bridge: 'none',
    iptables: false,
  }
  await writeFile(inFolder('daemon.json'), JSON.stringify(settings))
  const running: ChildProcess[] = []
  const close = async () => {
    for (const child of running.reverse()) await stop(child)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const folders = ['--root', inFolder('containerd'), '--state', inFolder('containerd-state')]
    running.push(await start('containerd', 'successfully booted', ['--address', socket, ...folders]))
    running.push(await start('dockerd', 'API listen on', ['--config-file', inFolder('daemon.json')]))
  } catch (error) {
    await close()
    throw error
  }
  return { address, close }
}

/** Starts a program and waits until it says that it is ready; what else it says is told when it ends before. */
async function start(program: string, ready: string, args: string[]): Promise<ChildProcess> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const lines: string[] = []
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject).on('close', () => reject(new Error(`${program} ended:\n${lines.join('\n')}`)))
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line)
      if (line.includes(ready)) resolve()
    })
  })
  return child
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}
