import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { PassThrough, type Transform } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { extract, type Header } from 'tar-stream'
import { DomainError } from '@/lib/domain/error'
import { TarLayout } from './tar-layout'

/**
 * What an archive may unpack to. It is read as a stream and never unpacked, so that this bounds time, not space. Beyond a
 * size that takes seconds, real ones are hardly a tenth of this many times larger than packed.
 */
const unpackedBytesMax = 16 * 1024 ** 3
const harmlessBytes = 1024 ** 3
const growthMax = 100
const entriesMax = 100_000
/** As many as are read at once: each chunk is a way to another thread and back. */
const chunkBytes = 64 * 1024

export type TarEntry = Pick<Header, 'name' | 'type' | 'size' | 'linkname'>

/**
 * Reads a gzipped tar archive from its first entry to its last; `pick` sees each as it stands there, and says of those it
 * wants how many bytes of it at most, or throws. Gives the bytes of those by their names, of two of one name the last's.
 * Only an archive that every reader understands alike is taken. Error: `invalid` for any other, for what is no gzipped tar
 * archive, and for one that has more in it than there may be, or than was picked.
 */
export async function readTarball(file: string, pick: PickEntry): Promise<Map<string, Buffer>> {
  const unzipped = createGunzip({ chunkSize: chunkBytes })
  const unpackedMax = Math.min(unpackedBytesMax, Math.max(harmlessBytes, growthMax * (await stat(file)).size))
  let unpacked = 0
  unzipped.on('data', (chunk: Buffer) => {
    unpacked += chunk.length
    if (unpacked > unpackedMax) unzipped.destroy(invalid('The archive unpacks to too much.'))
  })
  return readEntries(file, unzipped, pick, 'The archive is not a gzipped tar archive.')
}

/** As `readTarball`, of a tar archive that is not compressed. */
export function readTar(file: string, pick: PickEntry): Promise<Map<string, Buffer>> {
  return readEntries(file, new PassThrough(), pick, 'The archive is not a tar archive.')
}

type PickEntry = (entry: TarEntry) => number | undefined

async function readEntries(
  file: string,
  unpacked: Transform,
  pick: PickEntry,
  complaint: string,
): Promise<Map<string, Buffer>> {
  const picked = new Map<string, Buffer>()
  const archive = extract()
  const source = createReadStream(file)
  const layout = new TarLayout()
  source.on('error', (error) => unpacked.destroy(error))
  unpacked.on('error', (error) => archive.destroy(error))
  unpacked.on('data', (chunk: Buffer) => {
    try {
      layout.follow(chunk)
    } catch (error) {
      unpacked.destroy(error as Error)
    }
  })
  source.pipe(unpacked).pipe(archive)
  let entries = 0
  try {
    for await (const entry of archive) {
      if (++entries > entriesMax) throw invalid('The archive has too many entries.')
      const { name, size, type } = entry.header
      if (type === 'file' && name.endsWith('/'))
        throw invalid('The archive can be read in more than one way.')
      const bytesMax = pick(entry.header)
      if (bytesMax !== undefined && size > bytesMax) throw invalid(`${name} in the archive is too large.`)
      if (bytesMax === undefined) entry.resume()
      else picked.set(name, await bytesOf(entry))
    }
  } catch (error) {
    if (error instanceof DomainError) throw error
    throw new DomainError('invalid', complaint, { cause: error })
  } finally {
    source.destroy()
    unpacked.destroy()
  }
  return picked
}

async function bytesOf(entry: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of entry) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function invalid(text: string): DomainError {
  return new DomainError('invalid', text)
}
