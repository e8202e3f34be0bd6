import { gzipSync } from 'node:zlib'
import { type Header, pack } from 'tar-stream'

/** An entry of a made archive: a file of this text, or whatever its header says. */
export type TarballEntry = [header: string | (Partial<Header> & { name: string }), content?: string | Buffer]

/** Made twice, an archive has the same bytes. */
const mtime = new Date(0)

/** A tar archive with these entries, whatever they are. */
export async function makeTar(entries: readonly TarballEntry[]): Promise<Buffer> {
  const archive = pack()
  for (const [header, content = ''] of entries)
    archive.entry({ mtime, ...(typeof header === 'string' ? { name: header } : header) }, content)
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** A gzipped one. */
export async function makeTarball(entries: readonly TarballEntry[]): Promise<Buffer> {
  return gzipSync(await makeTar(entries))
}
