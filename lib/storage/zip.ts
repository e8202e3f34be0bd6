import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { DomainError } from '@/lib/domain/error'

const entriesMax = 100_000
const encryptedFlag = 1

export interface ZipEntry {
  /** As it stands in the archive's directory, with `/` between folders. */
  name: string
  size: number
}

const open = promisify<string, yauzl.Options, ZipFile>(yauzl.open)

/**
 * Reads a ZIP archive's directory; `pick` sees each entry, and says of those it wants how many bytes of it at most, or
 * throws. Gives the bytes of those by their names. Error: `invalid` for what is no such archive, is encrypted, has absolute
 * or upward names, more entries than there may be, or more in one than was picked.
 */
export async function readZip(
  file: string,
  pick: (entry: ZipEntry) => number | undefined,
): Promise<Map<string, Buffer>> {
  const picked = new Map<string, Buffer>()
  const archive = await open(file, { lazyEntries: true, autoClose: false, strictFileNames: true }).catch(
    refuse,
  )
  try {
    if (archive.entryCount > entriesMax) throw new DomainError('invalid', 'The archive has too many entries.')
    for await (const entry of entriesOf(archive)) {
      if (entry.generalPurposeBitFlag & encryptedFlag)
        throw new DomainError('invalid', 'The archive is encrypted.')
      const bytesMax = pick({ name: entry.fileName, size: entry.uncompressedSize })
      if (bytesMax === undefined) continue
      if (entry.uncompressedSize > bytesMax)
        throw new DomainError('invalid', `${entry.fileName} in the archive is too large.`)
      picked.set(entry.fileName, await bytesOf(archive, entry))
    }
    return picked
  } catch (error) {
    return refuse(error)
  } finally {
    archive.close()
  }
}

async function* entriesOf(archive: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | undefined>((resolve, reject) => {
      archive
        .once('entry', resolve)
        .once('end', () => resolve(undefined))
        .once('error', reject)
      archive.readEntry()
    })
    archive.removeAllListeners()
    if (!entry) return
    yield entry
  }
}

async function bytesOf(archive: ZipFile, entry: Entry): Promise<Buffer> {
  const stream = await new Promise<Readable>((resolve, reject) => {
    archive.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)))
  })
  const chunks: Buffer[] = []
  // yauzl ends with an error where an entry unpacks to more, or less, than the directory says
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function refuse(error: unknown): never {
  if (error instanceof DomainError) throw error
  throw new DomainError('invalid', 'The archive is not a ZIP archive.', { cause: error })
}
