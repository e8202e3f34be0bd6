import { spawn } from 'node:child_process'
import os from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { DomainError } from '@/lib/domain/error'
import { env } from '@/lib/env'
import { enterLane, type Lane, type LaneLimits } from './admission'
import { gitEnvironment, gitOptions } from './git-settings'

const cores = os.availableParallelism()

/** Who may run at once: transfers (clones, pushes), short reads (pages, advertisements), and upkeep one at a time. */
const lanes = {
  transfer: { runningMax: Math.max(8, cores * 4), waitingMax: 1000, waitSecondsMax: 60 },
  read: { runningMax: Math.max(8, cores * 4), waitingMax: 1000, waitSecondsMax: 10 },
  upkeep: { runningMax: 1, waitingMax: 1000, waitSecondsMax: 24 * 3600 },
} as const satisfies Record<string, LaneLimits>

export type GitLane = keyof typeof lanes

export interface GitCommand {
  lane: GitLane
  /** A fixed verb and checked values; never a line for a shell. */
  words: readonly string[]
  /** After this long the process is ended. */
  secondsMax: number
  /** What the client sent as Git-Protocol, if anything. */
  protocol?: string
  signal?: AbortSignal
}

export interface GitExit {
  code: number | null
  /** The first kilobytes of what git wrote for people; for the log alone. */
  complaint: string
  /** Why we ended it, or why it could not start. */
  reason?: Error
}

export interface GitProcess {
  stdin: Writable
  stdout: Readable
  /** When it and its output are over; never rejects. */
  ended: Promise<GitExit>
  /** Ends it and what it has started. The first reason given stands. */
  stop(reason: Error): void
}

interface State {
  lanes: Record<GitLane, Lane>
  running: Set<GitProcess>
  isEnding: boolean
}

const complaintBytesMax = 4096
const graceMilliseconds = 5000

// Next bundles its own copy of this file; one process has one set of places all the same
const global = globalThis as typeof globalThis & { latchkeyGit?: State }
const newLane = (): Lane => ({ running: 0, waiting: new Set() })
global.latchkeyGit ??= {
  lanes: { transfer: newLane(), read: newLane(), upkeep: newLane() },
  running: new Set(),
  isEnding: false,
}
const state = global.latchkeyGit

/**
 * Starts git with this command, in its turn. The one place that does: no shell, no inherited environment, its own
 * process group. Errors: `unavailable` when too many run, when the server stops, and when the client has left.
 */
export async function startGit(command: GitCommand): Promise<GitProcess> {
  const { lane, signal } = command
  const leave = await enterLane(state.lanes[lane], lanes[lane], signal)
  if (state.isEnding) {
    leave()
    throw serverStops()
  }
  const git = launch(command)
  const abort = () => git.stop(clientLeft())
  const deadline = setTimeout(() => git.stop(tookTooLong(command)), command.secondsMax * 1000)
  state.running.add(git)
  signal?.addEventListener('abort', abort)
  if (signal?.aborted) abort()
  git.ended.then(() => {
    clearTimeout(deadline)
    signal?.removeEventListener('abort', abort)
    state.running.delete(git)
    leave()
  })
  return git
}

/** How many git processes run now, those they have started not counted. */
export function countGitProcesses(): number {
  return state.running.size
}

/** Ends every git process and starts no more; resolves when none is left. For the ordered stop. */
export async function endGitProcesses(): Promise<void> {
  state.isEnding = true
  const ends = [...state.running].map((git) => {
    git.stop(serverStops())
    return git.ended
  })
  await Promise.all(ends)
}

function launch({ lane, words, protocol }: GitCommand): GitProcess {
  const others = state.lanes.transfer.running + state.lanes.upkeep.running
  const threads = lane === 'read' ? 1 : Math.max(1, Math.floor(cores / others))
  const child = spawn(/* turbopackIgnore: true */ 'git', [...gitOptions(threads), ...words], {
    cwd: '/',
    // a group of its own: git's helpers (pack-objects, index-pack) are ended with it
    detached: true,
    // where git itself is found is the only thing taken from our own environment
    env: gitEnvironment(env.searchPath, protocol),
    stdio: 'pipe',
  })
  if (lane === 'upkeep' && child.pid) lowerPriority(child.pid)
  let reason: Error | undefined
  let isOver = false
  const complaint = collectComplaint(child.stderr)
  // it may be gone before it has read all its input: what that means is told by how it ended
  child.stdin.on('error', () => {})
  child.stdout.on('error', () => {})

  const ended = new Promise<GitExit>((resolve) => {
    child.once('error', (error) => {
      reason ??= error
      if (child.pid === undefined) resolve({ code: null, complaint: '', reason })
    })
    child.once('close', (code) => resolve({ code, complaint: complaint(), reason }))
  }).then((exit) => {
    isOver = true
    return exit
  })

  function stop(why: Error): void {
    if (isOver || reason) return
    reason = why
    signalGroup(child.pid, 'SIGTERM') // git removes its locks and quarantined objects
    const last = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), graceMilliseconds)
    ended.then(() => clearTimeout(last))
    child.stdin.destroy()
    child.stdout.destroy()
  }

  return { stdin: child.stdin, stdout: child.stdout, ended, stop }
}

function collectComplaint(stderr: Readable): () => string {
  const chunks: Buffer[] = []
  let size = 0
  stderr.on('error', () => {})
  stderr.on('data', (chunk: Buffer) => {
    if (size < complaintBytesMax) chunks.push(chunk)
    size += chunk.length
  })
  return () => Buffer.concat(chunks).toString('utf8', 0, complaintBytesMax).trim()
}

/** What git is asked to do, without its options. */
export function verbOf(words: readonly string[]): string {
  return words.find((word) => !word.startsWith('-')) ?? ''
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // it has ended by itself
  }
}

function lowerPriority(pid: number): void {
  try {
    os.setPriority(pid, os.constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // it has ended already
  }
}

/** Nobody hears it any more. */
export function clientLeft(): DomainError {
  return new DomainError('unavailable', 'The client went away.')
}

function tookTooLong({ words, secondsMax }: GitCommand): DomainError {
  return new DomainError('unavailable', `git ${verbOf(words)} took longer than ${secondsMax} seconds.`, {
    retryAfterSeconds: 60,
  })
}

function serverStops(): DomainError {
  return new DomainError('unavailable', 'The server is stopping. Try again in a moment.', {
    retryAfterSeconds: 10,
  })
}
