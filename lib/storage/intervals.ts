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

/** Gives what `read` gave, which is read again once that is older than so many milliseconds, or was no answer. */
export function readAgainAfter<Value>(
  milliseconds: number,
  read: () => Promise<Value>,
): () => Promise<Value> {
  let held: { readAt: number; value: Promise<Value> } | undefined
  return () => {
    if (held && performance.now() - held.readAt <= milliseconds) return held.value
    const value = read()
    held = { readAt: performance.now(), value }
    value.catch(() => {
      held = undefined
    })
    return value
  }
}
