let stopping = false

/** True from the moment the process was told to stop; readiness answers 503 from then on. */
export function isStopping(): boolean {
  return stopping
}

export function beginStopping(): void {
  stopping = true
}
