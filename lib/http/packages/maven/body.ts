import type { Context } from 'hono'
import { DomainError } from '@/lib/domain/error'
import { requireLength } from '@/lib/http/packages/body-of'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import type { FileLimit } from '@/lib/services/packages/receive-file'

/** What a client sends: nothing, where there is no body. Error: as `requireLength`. */
export function bodyOf(c: Context<PackageDoor>, limit: FileLimit): ReadableStream<Uint8Array> {
  requireLength(c, limit)
  return c.req.raw.body ?? new Blob([]).stream()
}

/** All of a small body. Error: `invalid` for more than `bytesMax`, or one that breaks off. */
export async function readBytes(c: Context<PackageDoor>, bytesMax: number): Promise<Uint8Array> {
  const body = bodyOf(c, { bytesMax, tooLarge })
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array> & ReadableStream<Uint8Array>) {
      bytes += chunk.length
      if (bytes > bytesMax) throw tooLarge()
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof DomainError
      ? error
      : new DomainError('invalid', 'The body broke off.', { cause: error })
  }
  return Buffer.concat(chunks)
}

/** All of a small body as text. Error: as `readBytes`. */
export async function readText(c: Context<PackageDoor>, bytesMax: number): Promise<string> {
  return new TextDecoder().decode(await readBytes(c, bytesMax))
}

function tooLarge(): DomainError {
  return new DomainError('invalid', 'File is too large')
}
