import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { type Header, pack } from 'tar-stream'
import type { JsonObject } from '@/lib/domain/package'
import { makeTarball } from './tarball'

/** An entry of a made archive: a file of this text, or whatever its header says. */
export type MadeEntry = [header: string | Partial<Header>, text?: string]

/** A gzipped tar archive with these entries, whatever they are. */
export function makeArchive(entries: readonly MadeEntry[]): Promise<Buffer> {
  return makeTarball(
    entries.map(([header, text]) => {
      const { name = 'package/file', ...rest } = typeof header === 'string' ? { name: header } : header
      return [{ name, ...rest }, text]
    }),
  )
}

/** A gzipped tar archive with one entry of no bytes, so many times. */
export async function makeRepetition(
  header: Partial<Header> & { name: string },
  times: number,
): Promise<Buffer> {
  return gzipSync(Buffer.alloc(512 * times, await headerOf({ ...header, size: 0 })))
}

/** A small gzipped tar archive with a file of so many zeros. */
export async function makeBomb(size: number): Promise<Buffer> {
  const zeros = gzipSync(Buffer.alloc(2 ** 24))
  const members = Array.from({ length: Math.ceil(size / 2 ** 24) }, () => zeros)
  return Buffer.concat([gzipSync(await headerOf({ name: 'package/zeros', size })), ...members])
}

async function headerOf(header: Partial<Header> & { name: string }): Promise<Buffer> {
  const archive = pack()
  archive.entry(header)
  for await (const chunk of archive) return chunk as Buffer
  throw new Error('no header was made')
}

/** The archive of a package: its package.json, and these entries after it. */
export function makePackage(manifest: JsonObject, entries: readonly MadeEntry[] = []): Promise<Buffer> {
  return makeArchive([['package/package.json', JSON.stringify(manifest)], ...entries])
}

interface DocumentWishes {
  /** What is said of the version; without it what the archive says, as far as that is known. */
  manifest: JsonObject
  archive: Buffer
  tag?: string
  /** Over the rest of the document. */
  document?: JsonObject
}

/** The document by which npm publishes an archive. */
export function makeDocument({
  manifest,
  archive,
  tag = 'latest',
  document = {},
}: DocumentWishes): JsonObject {
  const { name, version } = manifest as { name: string; version: string }
  const sha512 = createHash('sha512').update(archive).digest('base64')
  const shasum = createHash('sha1').update(archive).digest('hex')
  const dist = { integrity: `sha512-${sha512}`, shasum, tarball: 'http://elsewhere.example/x.tgz' }
  const file = {
    content_type: 'application/octet-stream',
    data: archive.toString('base64'),
    length: archive.length,
  }
  return {
    _id: name,
    name,
    'dist-tags': { [tag]: version },
    versions: { [version]: { dist, ...manifest } },
    access: null,
    _attachments: { [`${name}-${version}.tgz`]: file },
    ...document,
  }
}

/** The document that publishes this manifest with an archive that agrees with it. */
export async function makePublication(
  manifest: JsonObject,
  wishes: Partial<DocumentWishes> & { entries?: readonly MadeEntry[] } = {},
): Promise<JsonObject> {
  const archive = wishes.archive ?? (await makePackage(manifest, wishes.entries))
  return makeDocument({ manifest, ...wishes, archive })
}
