import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import type { ByteRange } from '@/lib/domain/byte-range'
import { log } from '@/lib/log'
import type { Door } from './door'

/** Writes bytes out, one chunk after the other, and settles after the last; a chunk's memory is its own again with its promise. */
type Pour = (write: (chunk: Uint8Array) => Promise<void>) => Promise<void>

interface Answer {
  headers: Record<string, string>
  /** Bytes of the whole. */
  size: number
  /** What of it is sent, where that is not all. */
  range: ByteRange | undefined
}

/**
 * Answers with bytes of known length, whole (200) or a range of them (206). Those that are poured go to the connection
 * from the memory in which they are; when they break off, so does the connection, and no client takes it for their end.
 */
export async function sendBytes<SomeDoor extends Door>(
  c: Context<SomeDoor>,
  body: Uint8Array<ArrayBuffer> | Pour,
  { headers, size, range }: Answer,
): Promise<Response> {
  const all = range
    ? {
        ...headers,
        'Content-Length': String(range.last - range.first + 1),
        'Content-Range': `bytes ${range.first}-${range.last}/${size}`,
      }
    : { ...headers, 'Content-Length': String(size) }
  const status = range ? 206 : 200
  if (typeof body !== 'function') return c.body(body, status, all)
  const { outgoing } = c.env
  outgoing.writeHead(status, Object.fromEntries(c.body(null, status, all).headers))
  try {
    await body((chunk) => write(outgoing, chunk))
    outgoing.end()
  } catch (error) {
    log.info({ err: error, request_id: c.get('requestId') }, 'an answer broke off')
    outgoing.destroy()
  }
  return RESPONSE_ALREADY_SENT
}

/** Settles once the chunk is with the operating system. */
function write(outgoing: Door['Bindings']['outgoing'], chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    outgoing.write(chunk, (error) => (error ? reject(error) : resolve()))
  })
}
