import { unstable_isUnrecognizedActionError as isOfAnotherBuild } from 'next/navigation'
import type { Outcome, Refusal } from '@/lib/actions/act'

/** A refusal with its sentences by field, thrown so that react-query tells it from success. */
export class RefusedError extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message)
    this.name = 'RefusedError'
  }
}

/** The value of a server action's outcome. Throws `RefusedError` for a refusal. */
export async function outcomeValue<Value>(outcome: Promise<Outcome<Value>>): Promise<Value> {
  const settled = await outcome
  if (settled.ok) return settled.value
  throw new RefusedError(settled)
}

/** What to tell a person of a failed action: the server's own words, or those for an HTTP answer without any. */
export function explain(error: unknown): string {
  if (error instanceof RefusedError) return error.message
  if (isOfAnotherBuild(error)) return 'Latchkey was updated since this page was opened. Reload the page.'
  const status = /^NEXT_HTTP_ERROR_FALLBACK;(\d+)$/.exec(digestOf(error))?.[1]
  if (status === '401') return 'Your session has ended. Sign in again in another tab, then repeat this here.'
  if (status === '403' || status === '404')
    return 'This is no longer here, or no longer yours to change. Reload the page.'
  return 'The server could not be reached. Nothing you typed is lost: try again.'
}

function digestOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : ''
}
