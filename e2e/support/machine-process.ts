import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { openMachineServer } from './machine-server'

/** The machines' doors in a process of their own, over the database and the folder of this one: one that can be killed. */
export interface MachineProcess {
  host: string
  /** Ends it as a power cut does. */
  kill: () => Promise<void>
}

export async function startMachineProcess(): Promise<MachineProcess> {
  const server = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), 'serve'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(server, 'exit').then(() => {
    throw new Error('the process ended before it listened')
  })
  const [line] = (await Promise.race([once(server.stdout, 'data'), ended])) as [Buffer]
  ended.catch(() => {})
  return { host: line.toString().trim(), kill: () => killed(server) }
}

async function killed(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGKILL')
  await ended
}

if (process.argv[2] === 'serve') process.stdout.write(`${(await openMachineServer()).host}\n`)
