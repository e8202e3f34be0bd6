import type { Context } from 'hono'
import { DomainError } from '@/lib/domain/error'
import { packageBytesMax } from '@/lib/services/packages/receive-file'
import type { PackageDoor } from './package-door'

/**
 * Opens the body of a request, for who wants it. Errors: `invalid` where there is none; `too_large`, before any of it is
 * read, where it says that it is longer than a file may be.
 */
export function bodyOf(c: Context<PackageDoor>): () => ReadableStream<Uint8Array> {
  return () => {
    requireLength(c, packageBytesMax)
    if (!c.req.raw.body) throw new DomainError('invalid', 'The request has no body.')
    return c.req.raw.body
  }
}

/** Lets a request pass that does not say it is longer. Error: `too_large`. */
export function requireLength(c: Context<PackageDoor>, bytesMax: number): void {
  if (Number(c.req.header('content-length') ?? 0) > bytesMax)
    throw new DomainError('too_large', 'File is too large')
}
