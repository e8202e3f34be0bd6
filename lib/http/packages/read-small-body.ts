import type { Context } from 'hono'
import { DomainError } from '@/lib/domain/error'
import type { PackageDoor } from './package-door'

/** All of a body that is read whole because it is small. Errors: `invalid` for one that is longer, or breaks off. */
export async function readSmallBody(
  c: Context<PackageDoor>,
  bytesMax: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  const reader = c.req.raw.body?.getReader()
  for (;;) {
    const { done, value } = (await reader?.read().catch(brokeOff)) ?? { done: true }
    if (done) return Buffer.concat(chunks)
    bytes += value.length
    if (bytes > bytesMax) throw new DomainError('invalid', 'The body is too large.')
    chunks.push(value)
  }
}

function brokeOff(error: unknown): never {
  throw new DomainError('invalid', 'The request body broke off.', { cause: error })
}
