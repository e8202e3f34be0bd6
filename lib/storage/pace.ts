import { DomainError } from '@/lib/domain/error'

export interface PaceLimits {
  windowSeconds: number
  bytesPerSecondMin: number
}

/** A client that moves less than this for a minute of being waited for is let go, and its place with it. */
export const clientPace: PaceLimits = { windowSeconds: 60, bytesPerSecondMin: 1024 }
export const paceCheckMilliseconds = 5000

/** What a client hears that is let go for that. */
export function tooSlow(): DomainError {
  return new DomainError('unavailable', 'The connection is too slow.', { retryAfterSeconds: 10 })
}

/**
 * Tells a client that hardly moves from one that is kept waiting: only the time in which we wait for the client
 * counts. A window begins whenever as much has moved as one needs, so that no haste in the past excuses a stop now.
 * `clock` gives milliseconds.
 */
export class Pace {
  #waitedMilliseconds = 0
  #bytes = 0
  #waitingSince: number | undefined

  constructor(
    private readonly limits: PaceLimits,
    private readonly clock: () => number,
  ) {}

  /** From now on it is the client's turn. */
  wait(): void {
    this.#waitingSince ??= this.clock()
  }

  /** The client has taken or sent this much, and it is our turn. */
  move(bytes: number): void {
    this.#waitedMilliseconds += this.#waitingNow()
    this.#waitingSince = undefined
    this.#bytes += bytes
    if (this.#bytes < this.limits.windowSeconds * this.limits.bytesPerSecondMin) return
    this.#waitedMilliseconds = 0
    this.#bytes = 0
  }

  isStalled(): boolean {
    return this.#waitedMilliseconds + this.#waitingNow() >= this.limits.windowSeconds * 1000
  }

  #waitingNow(): number {
    return this.#waitingSince === undefined ? 0 : this.clock() - this.#waitingSince
  }
}
