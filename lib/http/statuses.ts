import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ErrorCode } from '@/lib/domain/error'

/** What each kind of refusal is in HTTP, at every door that does not say otherwise. */
export const statuses = {
  invalid: 400,
  too_large: 413,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  storage_full: 507,
  unavailable: 503,
} as const satisfies Record<ErrorCode, ContentfulStatusCode>
