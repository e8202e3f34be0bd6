const confirmMilliseconds = 1000

/** Asks at most once a second, however often it is called. */
export function inIntervals(confirm: (() => Promise<void>) | undefined): () => Promise<void> {
  let askedAt = Date.now()
  return async () => {
    if (!confirm || Date.now() - askedAt < confirmMilliseconds) return
    askedAt = Date.now()
    await confirm()
  }
}
