import { DomainError } from '@/lib/domain/error'

const mebibyte = 1024 * 1024

/** The encodings of a request body that this door reads; git compresses what it sends of a negotiation. */
const encodings: Record<string, 'plain' | 'gzip'> = {
  '': 'plain',
  identity: 'plain',
  gzip: 'gzip',
  'x-gzip': 'gzip',
}

/** How a body is encoded, by its Content-Encoding; undefined for what this door does not read. */
export function encodingOf(header: string | undefined): 'plain' | 'gzip' | undefined {
  const name = (header ?? '').trim().toLowerCase()
  return Object.hasOwn(encodings, name) ? encodings[name] : undefined
}

/**
 * A request's body as git is to read it, inflated where it was compressed and, for a fetch, bounded: a list of
 * commits is small, while a few kilobytes can inflate to gigabytes. Error, through the stream: `invalid`.
 */
export function bodyOf(
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null,
  encoding: 'plain' | 'gzip',
  mebibytesMax: number | undefined,
): ReadableStream<Uint8Array> {
  const sent = body ?? new Blob([]).stream()
  const plain = encoding === 'gzip' ? sent.pipeThrough(new DecompressionStream('gzip')) : sent
  return mebibytesMax === undefined ? plain : plain.pipeThrough(bound(mebibytesMax * mebibyte))
}

function bound(bytesMax: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.length
      if (bytes > bytesMax) throw new DomainError('invalid', 'The request body is too large.')
      controller.enqueue(chunk)
    },
  })
}
