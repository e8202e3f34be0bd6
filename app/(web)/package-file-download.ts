import type { Actor } from '@/lib/domain/actor'
import { attachment } from '@/lib/domain/content-disposition'
import { isDomainError } from '@/lib/domain/error'
import type { PackageFile } from '@/lib/domain/package'
import { openListedFile } from '@/lib/services/packages/open-listed-file'
import { readPackageFile } from '@/lib/services/packages/read-package-file'
import { pageActor } from './page-door'
import { fullPathIn, refuseDownload } from './route-door'

/**
 * A file of the packages of the project that these segments of a catch-all name, as a download for whoever opens its page.
 * 401 for nobody, and 404 for everybody who may not read the project's packages. It is always an attachment.
 */
export async function answerPackageFile(id: number, segments: string[]): Promise<Response> {
  const fullPath = fullPathIn(segments)
  if (!fullPath) return refuseDownload(404)
  const actor = await pageActor()
  try {
    const found = await openListedFile(actor, { id, project: fullPath })
    return await send(actor, found)
  } catch (error) {
    if (isDomainError(error, 'unauthenticated')) return refuseDownload(401)
    if (isDomainError(error, 'not_found') || isDomainError(error, 'forbidden')) return refuseDownload(404)
    throw error
  }
}

async function send(actor: Actor, found: { projectId: number; file: PackageFile }): Promise<Response> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const body = await readPackageFile(actor, found, undefined, () => void writer.abort())
  const { name, sha256 } = found.file
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': attachment(name.replace(/^.*\//s, '')),
    'Cache-Control': 'no-store, private',
    'X-Content-Type-Options': 'nosniff',
    'X-Checksum-Sha256': sha256,
  }
  if (typeof body !== 'function') return new Response(body, { headers })
  // the memory of a chunk is used again for the next one; an answer that breaks off is cut, and no client takes it for whole
  body((chunk) => writer.write(chunk.slice())).then(
    () => writer.close(),
    (error) => writer.abort(error),
  )
  return new Response(readable, { headers })
}
