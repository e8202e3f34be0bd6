import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { PackageDoor } from '@/lib/http/packages/package-door'

/** A computed document, to GET and HEAD, with the checksums by which newer clients spare themselves the next question. */
export function sendText(
  c: Context<PackageDoor>,
  text: string,
  type: 'application/xml' | 'text/plain',
): Response {
  const digestOf = (name: string) => createHash(name).update(text).digest('hex')
  const headers: Record<string, string> = {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Security-Policy': 'sandbox',
    ETag: `"${digestOf('sha256')}"`,
    'X-Checksum-Sha256': digestOf('sha256'),
    'X-Checksum-Sha1': digestOf('sha1'),
    'X-Checksum-Md5': digestOf('md5'),
  }
  if (c.req.header('if-none-match') === headers.ETag) return c.body(null, 304, headers)
  const length = { 'Content-Length': String(Buffer.byteLength(text)) }
  return c.req.method === 'HEAD'
    ? c.body(null, 200, { ...headers, ...length })
    : c.body(text, 200, { ...headers, ...length })
}
