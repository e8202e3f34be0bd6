/** What can go wrong, each code meaning one thing; every door owns one table from these to its own answers. */
export type ErrorCode =
  | 'invalid' // the input breaks a rule; `fields` says which
  | 'too_large' // more bytes than there may be
  | 'unauthenticated' // no credentials, or none that are good: try again with others
  | 'forbidden' // the actor sees the thing and may not do this to it
  | 'not_found' // not there, or not for this actor to know about
  | 'conflict' // it was there first, or has changed since
  | 'rate_limited' // too many failures, or requests; `retryAfterSeconds` says how long to wait
  | 'storage_full' // there is no room for what is to be kept
  | 'unavailable' // for the moment: the server is busy or stopping

interface Details {
  /** Sentences by field name, for a form; `''` is the form as a whole. */
  fields?: Record<string, string[]>
  retryAfterSeconds?: number
  /** For the log alone. */
  cause?: unknown
}

/** An expected refusal. `message` is for the caller and holds no secret; `cause` is for the log. */
export class DomainError extends Error {
  readonly fields: Record<string, string[]>
  readonly retryAfterSeconds: number | undefined

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: Details = {},
  ) {
    super(message, { cause: details.cause })
    this.name = 'DomainError'
    this.fields = details.fields ?? {}
    this.retryAfterSeconds = details.retryAfterSeconds
  }
}

/** True for a refusal with this code; keeps `catch` blocks to one line. */
export function isDomainError(error: unknown, code?: ErrorCode): error is DomainError {
  return error instanceof DomainError && (code === undefined || error.code === code)
}
