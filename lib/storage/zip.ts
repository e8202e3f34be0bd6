import fs from 'node:fs/promises'
import { promisify } from 'node:util'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { DomainError } from '@/lib/domain/error'
import { checkLocalHeader, checkTiling, readDirectoryEnd, type Span } from './zip-layout'

const entriesMax = 50_000
const encryptedFlag = 1
const stored = 0
const deflated = 8
/** File types in the upper half of the external attributes, where Unix made the archive. */
const typeMask = 0o170000
const linkType = 0o120000
const controls = /\p{Cc}/u

/** What an archive may unpack to: at most this, and beyond the smaller size no more than so many times its own. */
const unpackedBytesMax = 16 * 1024 ** 3
const ratioFromBytes = 64 * 1024 ** 2
const ratioMax = 100

export interface ZipEntry {
  /** As it stands in the archive's directory, with `/` between folders. */
  name: string
  size: number
  isLink: boolean
}

const open = promisify<string, yauzl.Options, ZipFile>(yauzl.open)

/**
 * Reads a ZIP archive's directory; `pick` sees each entry, and says of those it wants how many bytes of it at most, or
 * throws. Gives the bytes of those by their names. Only an archive that every reader understands alike is taken, whether it
 * goes by the directory or from the first byte to the last. Error: `invalid` for any other, for one that is encrypted, has
 * absolute or upward names or one name twice, more entries or bytes than there may be, or more in one than was picked.
 */
export async function readZip(
  file: string,
  pick: (entry: ZipEntry) => number | undefined,
): Promise<Map<string, Buffer>> {
  const archive = await open(file, { lazyEntries: true, autoClose: false, strictFileNames: true }).catch(
    refuse,
  )
  try {
    if (archive.entryCount > entriesMax) throw unfit('has too many entries')
    return await readEntries(archive, file, pick)
  } catch (error) {
    return refuse(error)
  } finally {
    archive.close()
  }
}

async function readEntries(
  archive: ZipFile,
  file: string,
  pick: (entry: ZipEntry) => number | undefined,
): Promise<Map<string, Buffer>> {
  const picked = new Map<string, Buffer>()
  const names = new Set<string>()
  const spans: Span[] = []
  const bytes = await fs.open(file)
  try {
    const directory = await readDirectoryEnd(bytes, archive.fileSize)
    let unpacked = 0
    for await (const entry of archive.eachEntry()) {
      const { fileName: name, uncompressedSize: size } = entry
      checkEntry(entry)
      if (names.size === names.add(name).size) throw unfit('has one name twice')
      unpacked += size
      if (unpacked > unpackedBytesMax || unpacked > Math.max(ratioFromBytes, ratioMax * archive.fileSize))
        throw unfit('unpacks to too much')
      const local = await archive.readLocalFileHeaderPromise(entry)
      spans.push(checkLocalHeader(entry, local))
      const bytesMax = pick({ name, size, isLink: isLink(entry) })
      if (bytesMax === undefined) continue
      if (size > bytesMax) throw new DomainError('invalid', `${name} in the archive is too large.`)
      picked.set(name, await bytesOf(archive, entry))
    }
    await checkTiling(bytes, spans, directory)
    return picked
  } finally {
    await bytes.close()
  }
}

/** What one reader takes for this and another for that: names in an encoding that is guessed, rare ways of packing. */
function checkEntry(entry: Entry): void {
  const { fileName, fileNameRaw, compressionMethod, generalPurposeBitFlag, extraFields } = entry
  if (generalPurposeBitFlag & encryptedFlag) throw unfit('is encrypted')
  if (compressionMethod !== stored && compressionMethod !== deflated) throw unfit('is packed in a rare way')
  if (controls.test(fileName) || !fileNameRaw.equals(Buffer.from(fileName)))
    throw unfit('has a name that cannot be read')
  if (new Set(extraFields.map(({ id }) => id)).size < extraFields.length) throw ambiguous()
  if (fileName.endsWith('/') && entry.uncompressedSize > 0) throw ambiguous()
}

function isLink({ versionMadeBy, externalFileAttributes }: Entry): boolean {
  const isMadeByUnix = versionMadeBy >>> 8 === 3
  return isMadeByUnix && ((externalFileAttributes >>> 16) & typeMask) === linkType
}

async function bytesOf(archive: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = []
  // yauzl ends with an error where an entry unpacks to more, or less, than the directory says
  for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function refuse(error: unknown): never {
  if (error instanceof DomainError) throw error
  throw new DomainError('invalid', 'The archive is not a ZIP archive.', { cause: error })
}

function unfit(what: string): DomainError {
  return new DomainError('invalid', `The archive ${what}.`)
}

function ambiguous(): DomainError {
  return unfit('can be read in more than one way')
}
