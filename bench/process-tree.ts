import fs from 'node:fs'

// What proc(5) tells of the product's processes: the server, PostgreSQL below it, git below it.

const clockTicksPerSecond = 100

interface Process {
  pid: number
  parent: number
  command: string
  /** Of itself and of its children that have ended. */
  cpuSeconds: number
}

/** The process and all below it, PostgreSQL and git included. */
export function processTree(pid: number): Process[] {
  const all = fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(name) ?? [])
  const tree = all.filter((process) => process.pid === pid)
  for (const { pid: parent } of tree) tree.push(...all.filter((process) => process.parent === parent))
  return tree
}

/** Processor seconds of the tree since each of its processes began. */
export function cpuSecondsOf(pid: number): number {
  return processTree(pid).reduce((sum, process) => sum + process.cpuSeconds, 0)
}

/** Memory in bytes, pages that several processes share counted once (PSS): of the tree, and of its root alone. */
export function pssOf(pid: number): { tree: number; root: number } {
  const sizes = processTree(pid).map((process) => rollupOf(process.pid, 'Pss'))
  return { tree: sizes.reduce((sum, size) => sum + size, 0), root: sizes[0] ?? 0 }
}

/** What git's processes in the tree hold for themselves, in bytes; pages of mapped packs belong to the page cache. */
export function gitMemoryOf(pid: number): number {
  const git = processTree(pid).filter((process) => process.command.startsWith('git'))
  return git.reduce((sum, process) => sum + rollupOf(process.pid, 'Anonymous'), 0)
}

/** Resident memory of one process in bytes: now, and at its highest since `forgetPeak`. */
export function residentOf(pid: number): { now: number; peak: number } {
  const status = read(`/proc/${pid}/status`)
  return { now: kilobytesIn(status, 'VmRSS'), peak: kilobytesIn(status, 'VmHWM') }
}

/** Makes the highest resident memory of a process the present one. */
export function forgetPeak(pid: number): void {
  fs.writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

function rollupOf(pid: number, field: string): number {
  return kilobytesIn(read(`/proc/${pid}/smaps_rollup`), field)
}

function kilobytesIn(text: string, field: string): number {
  const [, kilobytes = '0'] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text) ?? []
  return Number(kilobytes) * 1024
}

function readProcess(name: string): Process | undefined {
  // the command's name stands in parentheses and may hold any character, these too
  const [, pid, command = '', rest = ''] = /^(\d+) \((.*)\) (.*)$/s.exec(read(`/proc/${name}/stat`)) ?? []
  if (!pid) return
  const fields = rest.split(' ')
  const ticks = fields.slice(11, 15).reduce((sum, value) => sum + Number(value), 0)
  return { pid: Number(pid), parent: Number(fields[1]), command, cpuSeconds: ticks / clockTicksPerSecond }
}

/** Empty when the process has just ended. */
function read(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
