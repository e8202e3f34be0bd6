import type { Context } from 'hono'
import { DomainError } from '@/lib/domain/error'
import type { FileLimit, OpenBody } from '@/lib/services/packages/receive-file'
import type { PackageDoor } from './package-door'

/**
 * Opens the body of a request, for who wants it. Errors: `invalid` where there is none; `too_large`, before any of it is
 * read, where it says that it is longer than a file may be.
 */
export function bodyOf(c: Context<PackageDoor>): OpenBody {
  return (limit) => {
    requireLength(c, limit)
    if (!c.req.raw.body) throw new DomainError('invalid', 'The request has no body.')
    return c.req.raw.body
  }
}

/** Lets a request pass that does not say it is longer. Error: `tooLarge`. */
export function requireLength(c: Context<PackageDoor>, { bytesMax, tooLarge }: FileLimit): void {
  if (Number(c.req.header('content-length') ?? 0) > bytesMax) throw tooLarge()
}
