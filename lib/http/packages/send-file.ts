import type { Context } from 'hono'
import { readByteRange } from '@/lib/domain/byte-range'
import { attachment } from '@/lib/domain/content-disposition'
import type { PackageFile } from '@/lib/domain/package'
import { sendBytes } from '@/lib/http/send-bytes'
import { readPackageFile } from '@/lib/services/packages/read-package-file'
import type { PackageDoor } from './package-door'

/**
 * A package's file as a download, whole or a range of it, to GET and HEAD. Nothing in it runs in a browser: it is always an
 * attachment. Error: `invalid` for a range that it does not have, with status 416.
 */
export async function sendFile(
  c: Context<PackageDoor>,
  found: { projectId: number; file: PackageFile },
  type = 'application/octet-stream',
): Promise<Response> {
  const { file } = found
  const headers: Record<string, string> = {
    'Content-Type': type,
    'Content-Disposition': attachment(file.name.replace(/^.*\//s, '')),
    'Content-Security-Policy': 'sandbox',
    ETag: `"${file.sha256}"`,
    'Accept-Ranges': 'bytes',
    'X-Checksum-Sha256': file.sha256,
    'X-Checksum-Sha1': file.sha1,
    'X-Checksum-Md5': file.md5,
  }
  if (c.req.header('if-none-match') === headers.ETag) return c.body(null, 304, headers)
  if (c.req.method === 'HEAD') return c.body(null, 200, { ...headers, 'Content-Length': String(file.size) })
  const range = readByteRange(c.req.header('range'), file.size)
  if (range === 'unsatisfiable') return c.body(null, 416, { 'Content-Range': `bytes */${file.size}` })
  const body = await readPackageFile(c.get('client'), found, range, () => c.env.outgoing.destroy())
  return sendBytes(c, body, { headers, size: file.size, range })
}
