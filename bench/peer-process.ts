import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const upWithinSeconds = 10

/** Web servers are often found only on an administrator's path. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin']
  return folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file))
}

/** In a process group of its own, to be ended with its workers. */
export function launch(
  program: string | undefined,
  words: string[],
  { stderr = 'inherit', env = process.env }: { stderr?: 'inherit' | 'ignore'; env?: NodeJS.ProcessEnv } = {},
): ChildProcess {
  return spawn(program ?? '', words, { detached: true, stdio: ['ignore', 'ignore', stderr], env })
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = once(child, 'exit')
  process.kill(-child.pid, 'SIGTERM')
  await gone
}

export async function untilListening(port: number): Promise<void> {
  const giveUpAt = performance.now() + upWithinSeconds * 1000
  while (!(await isListening(port))) {
    if (performance.now() > giveUpAt) throw new Error(`Nothing listens on port ${port}.`)
    await sleep(20)
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    const settle = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => settle(true)).once('error', () => settle(false))
  })
}
