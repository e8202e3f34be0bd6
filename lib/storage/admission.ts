import { DomainError } from '@/lib/domain/error'

/** Those who are in, and those who wait for a place. */
export interface Lane {
  running: number
  waiting: Set<() => void>
}

export interface LaneLimits {
  runningMax: number
  waitingMax: number
  waitSecondsMax: number
}

/**
 * Waits for a place in the lane and gives the function that hands it back. Errors: `unavailable` when too many wait
 * already, after waiting too long, and for a client that has left the queue.
 */
export async function enterLane(lane: Lane, limits: LaneLimits, signal?: AbortSignal): Promise<() => void> {
  if (signal?.aborted) throw tooBusy()
  if (lane.running < limits.runningMax) lane.running++
  else await waitForPlace(lane, limits, signal)
  return placeIn(lane)
}

function waitForPlace(lane: Lane, limits: LaneLimits, signal: AbortSignal | undefined): Promise<void> {
  if (lane.waiting.size >= limits.waitingMax) throw tooBusy()
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', leave)
      lane.waiting.delete(admit)
      outcome()
    }
    const admit = () => settle(resolve)
    const leave = () => settle(() => reject(tooBusy()))
    const timer = setTimeout(leave, limits.waitSecondsMax * 1000)
    signal?.addEventListener('abort', leave)
    lane.waiting.add(admit)
  })
}

/** A place is handed on, not given up, so that newcomers cannot overtake. */
function placeIn(lane: Lane): () => void {
  let isHeld = true
  return () => {
    if (!isHeld) return
    isHeld = false
    const [next] = lane.waiting
    if (next) next()
    else lane.running--
  }
}

function tooBusy(): DomainError {
  return new DomainError('unavailable', 'The server is busy. Try again in a moment.', {
    retryAfterSeconds: 10,
  })
}
