import type { Readable, Writable } from 'node:stream'
import { DomainError } from '@/lib/domain/error'
import { log } from '@/lib/log'
import { clientLeft, type GitCommand, type GitExit, type GitProcess, startGit, verbOf } from './git-process'
import { inIntervals } from './intervals'
import { clientPace, Pace, paceCheckMilliseconds, tooSlow } from './pace'

export interface GitTransfer extends GitCommand {
  /** Asked for once git has started; without it git reads nothing. */
  input?: () => ReadableStream<Uint8Array>
  /** Sees each chunk of the input before git does; what it throws ends git. */
  inspect?: (chunk: Uint8Array) => void
  /** Asked while bytes move either way, at most once a second; what it rejects with ends git. */
  confirm?: () => Promise<void>
  /** Asked before git gets the last chunk of the input, without which it changes nothing; what it rejects with ends git. */
  confirmLast?: () => Promise<void>
  /** Called when the output breaks off: the connection must not end as if all had been said. */
  onBreak?: () => void
  /** Goes out before what git writes. */
  prefix?: Uint8Array
  /** Awaited when git has succeeded and before the last bytes go out: what must be true when the client is told so. */
  beforeEnd?: () => Promise<void>
  signal: AbortSignal
}

/**
 * Runs git between two streams, each waiting for the other end, and resolves with git's output once it has begun or
 * git has ended well. Cancelling the output, or the signal, ends git. Errors: those of `startGit`; `invalid` when git
 * refuses its input without a word for the client; `unavailable` for a client too slow. After the first byte an end
 * forced by us breaks the output off, while git's own refusals are in what it wrote.
 */
export async function streamGit(transfer: GitTransfer): Promise<ReadableStream<Uint8Array>> {
  const { input, prefix, beforeEnd } = transfer
  const git = await startGit(transfer)
  const paces = [new Pace(clientPace, Date.now), new Pace(clientPace, Date.now)] as const
  const check = setInterval(() => {
    if (paces.some((pace) => pace.isStalled())) git.stop(tooSlow())
  }, paceCheckMilliseconds)
  git.ended.then((exit) => {
    clearInterval(check)
    if (exit.code !== 0) logEnd(transfer, exit)
  })

  const confirm = inIntervals(transfer.confirm)
  if (input) feed(git, input, { ...transfer, confirm }, paces[0])
  else git.stdin.end()
  const next = beforeEnd ? holdLast(git, beforeEnd) : outputOf(git)
  return toStream(git, confirmed(git, next, confirm), join(prefix, await next()), paces[1], transfer.onBreak)
}

/** Clients that leave, or send what git cannot read, are their own affair; what is wrong on our side is not. */
function logEnd({ words }: GitTransfer, { code, complaint, reason }: GitExit): void {
  const facts = { git: verbOf(words), code, complaint, reason: reason?.message }
  if (reason || isTheirs(complaint)) log.info(facts, 'git did not finish')
  else log.error(facts, 'git failed')
}

/** Writes the client's body to git, one chunk behind, as fast as git takes it; a body that breaks, or is refused, ends git. */
async function feed(
  git: GitProcess,
  openInput: () => ReadableStream<Uint8Array>,
  { inspect, confirm, confirmLast }: GitTransfer,
  pace: Pace,
): Promise<void> {
  try {
    const reader = openInput().getReader()
    // git may have heard enough: then the rest of the body is not read
    git.ended.then(() => reader.cancel()).catch(() => {})
    let held: Uint8Array | undefined
    for (;;) {
      pace.wait()
      const { done, value } = await reader.read()
      pace.move(value?.length ?? 0)
      await confirm?.()
      if (done) break
      inspect?.(value)
      if (held && !git.stdin.write(held)) await drained(git.stdin)
      held = value
    }
    await confirmLast?.()
    git.stdin.end(held)
  } catch (error) {
    const isKnown = error instanceof DomainError
    git.stop(isKnown ? error : new DomainError('invalid', 'The request body broke off.', { cause: error }))
  }
}

function drained(stdin: Writable): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      stdin.off('drain', settle).off('close', settle)
      resolve()
    }
    if (stdin.destroyed || !stdin.writableNeedDrain) resolve()
    else stdin.on('drain', settle).on('close', settle)
  })
}

/** As `next`, as long as the client is still let in. */
function confirmed(git: GitProcess, next: Next, confirm: () => Promise<void>): Next {
  return async () => {
    const chunk = await next()
    try {
      if (chunk) await confirm()
    } catch (error) {
      git.stop(error instanceof Error ? error : new Error('no longer let in', { cause: error }))
      throw error
    }
    return chunk
  }
}

/** Gives one chunk after the other, then undefined. */
type Next = () => Promise<Uint8Array | undefined>

function outputOf(git: GitProcess): Next {
  const read = readerOf(git.stdout)
  let hasSpoken = false
  return async () => {
    const chunk = await read()
    if (chunk) hasSpoken = true
    else throwFailure(await git.ended, hasSpoken)
    return chunk
  }
}

/** As `outputOf`, one chunk behind, so that the last one can wait for `beforeEnd`. */
function holdLast(git: GitProcess, beforeEnd: () => Promise<void>): Next {
  const next = outputOf(git)
  let held: Uint8Array | undefined
  let isOver = false
  return async () => {
    if (isOver) return undefined
    held ??= await next()
    const after = held && (await next())
    const chunk = held
    held = after
    isOver = after === undefined
    if (isOver && (await git.ended).code === 0) await beforeEnd()
    return chunk
  }
}

/** What a pipe gives until it ends or is destroyed; which of both is told by how the process ended. */
function readerOf(stdout: Readable): Next {
  let wake = () => {}
  for (const event of ['readable', 'end', 'close']) stdout.on(event, () => wake())
  return async () => {
    for (;;) {
      const chunk: Buffer | null = stdout.read()
      if (chunk) return chunk
      if (stdout.readableEnded || stdout.destroyed) return undefined
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
}

function throwFailure({ code, complaint, reason }: GitExit, hasSpoken: boolean): void {
  if (reason) throw reason
  if (code === null) throw new Error('git was killed', { cause: complaint })
  if (code === 0 || hasSpoken) return
  if (!isTheirs(complaint)) throw new Error('git failed', { cause: complaint })
  throw new DomainError('invalid', 'The request is not what git expects.', { cause: complaint })
}

/** What git says of a request that it cannot make sense of; whatever else it complains of is on our side. */
function isTheirs(complaint: string): boolean {
  return /protocol error|hung up unexpectedly|invalid|malformed|expected|unknown|mismatch|not our ref|not supported|git upload-pack: /i.test(
    complaint,
  )
}

function toStream(
  git: GitProcess,
  next: Next,
  first: Uint8Array | undefined,
  pace: Pace,
  onBreak = () => {},
): ReadableStream<Uint8Array> {
  let waiting = first
  const breakOff = (error: unknown) => {
    onBreak()
    throw error
  }
  pace.wait()
  return new ReadableStream(
    {
      async pull(controller) {
        pace.move(0)
        const chunk = waiting ?? (await next().catch(breakOff))
        waiting = undefined
        if (!chunk) return controller.close()
        controller.enqueue(chunk)
        pace.move(chunk.length)
        pace.wait()
      },
      cancel() {
        git.stop(clientLeft())
      },
    },
    { highWaterMark: 0 },
  )
}

function join(prefix: Uint8Array | undefined, chunk: Uint8Array | undefined): Uint8Array | undefined {
  return prefix && chunk ? Buffer.concat([prefix, chunk]) : (prefix ?? chunk)
}
