import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

/** One line about where the numbers come from. */
export async function describeMachine(): Promise<string> {
  const { stdout } = await promisify(execFile)('git', ['version'])
  const processors = os.cpus()
  const memory = `${Math.round(os.totalmem() / 2 ** 30)} GiB memory`
  return `${processors.length} × ${processors[0]?.model.trim()}, ${memory}, ${os.type()} ${os.release()}, Node ${process.versions.node}, ${stdout.trim()}. Clients, load generator and servers share the processors.`
}

/** Which share of the processors' time is used while we wait, from 0 to 1; 0 where the system does not tell. */
export async function cpuBusyShare(milliseconds: number): Promise<number> {
  const before = processorTimes()
  await sleep(milliseconds)
  const after = processorTimes()
  const total = after.total - before.total
  return total > 0 ? 1 - (after.idle - before.idle) / total : 0
}

function processorTimes(): { total: number; idle: number } {
  if (!fs.existsSync('/proc/stat')) return { total: 0, idle: 0 }
  const [first = ''] = fs.readFileSync('/proc/stat', 'utf8').split('\n')
  const times = first.trim().split(/\s+/).slice(1, 9).map(Number)
  const [, , , idle = 0, waiting = 0] = times
  return { total: times.reduce((sum, time) => sum + time, 0), idle: idle + waiting }
}
