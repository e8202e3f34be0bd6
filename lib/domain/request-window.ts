const windowMilliseconds = 60_000
/** Of one window: with the next of them everybody begins anew, as memory has an end. */
export const sendersMax = 100_000

/** Counts what each sender asks for in a minute, and forgets it with that. */
export class RequestWindow {
  #startedAt = 0
  #requests = new Map<string, number>()

  /**
   * Counts a request at this time (in milliseconds of a clock that never goes back), unless its sender has had so many in this
   * minute: then gives the seconds until the next.
   */
  count(sender: string, requestsMax: number, now: number): number | undefined {
    if (now - this.#startedAt >= windowMilliseconds || this.#requests.size >= sendersMax) this.#begin(now)
    const requests = this.#requests.get(sender) ?? 0
    if (requests >= requestsMax) return Math.ceil((this.#startedAt + windowMilliseconds - now) / 1000)
    this.#requests.set(sender, requests + 1)
  }

  #begin(now: number): void {
    this.#startedAt = now
    this.#requests.clear()
  }
}
