import type { FileHandle } from 'node:fs/promises'
import type { Entry, LocalFileHeader } from 'yauzl'
import { DomainError } from '@/lib/domain/error'

// Two readers of one ZIP archive can see different files in it: one goes by the directory at its end, another by the header
// before each file, a third looks for the directory elsewhere. Here both must say the same, and no byte may be neither a
// file's nor the directory's: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT

const endSignature = Buffer.from('PK\x05\x06')
const endBytes = 22
const commentBytesMax = 0xffff
const locatorSignature = 0x07064b50
const locatorBytes = 20
const wideEndSignature = 0x06064b50
const wideEndBytes = 56
const descriptorSignature = 0x08074b50
const descriptorFlag = 1 << 3
/** Encrypted, with a descriptor, with names in UTF-8. */
const tellingFlags = 1 | descriptorFlag | (1 << 11)
const wideExtra = 1
const max16 = 0xffff
const max32 = 0xffffffff

interface Directory {
  start: number
  size: number
  entries: number
}

/** The bytes from an entry's header to the end of its data, and what a descriptor behind them must say. */
export interface Span {
  start: number
  end: number
  /** Bytes that the entry takes in the directory. */
  directoryBytes: number
  descriptor?: Pick<Entry, 'crc32' | 'compressedSize' | 'uncompressedSize'>
}

/** Where the directory of a ZIP archive of this size lies, by its one and only end. Error: `invalid` for any doubt. */
export async function readDirectoryEnd(file: FileHandle, size: number): Promise<Directory> {
  const from = Math.max(0, size - endBytes - commentBytesMax)
  const tail = await bytesAt(file, from, size - from)
  const at = tail.lastIndexOf(endSignature)
  if (at === -1 || at + endBytes > tail.length) throw ambiguous()
  const end = tail.subarray(at)
  if (end.readUInt16LE(20) !== end.length - endBytes || end.readUInt32LE(4) % max32 !== 0) throw ambiguous()
  const narrow = { entries: end.readUInt16LE(10), size: end.readUInt32LE(12), start: end.readUInt32LE(16) }
  if (narrow.entries !== end.readUInt16LE(8)) throw ambiguous()
  const locator = at >= locatorBytes ? tail.subarray(at - locatorBytes, at) : undefined
  const isWide = locator?.readUInt32LE(0) === locatorSignature
  const wide = isWide ? await readWideEnd(file, locator, from + at - locatorBytes) : undefined
  const directory = wide ?? narrow
  if (wide && !agree(narrow, wide)) throw ambiguous()
  if (directory.start + directory.size !== (wide?.at ?? from + at)) throw ambiguous()
  return directory
}

/** The end in 64 bits, which must reach to its locator. */
async function readWideEnd(file: FileHandle, locator: Buffer, locatedAt: number) {
  const at = Number(locator.readBigUInt64LE(8))
  if (at + wideEndBytes > locatedAt) throw ambiguous()
  const end = await bytesAt(file, at, wideEndBytes)
  const bytes = Number(end.readBigUInt64LE(4)) + 12
  if (end.readUInt32LE(0) !== wideEndSignature || at + bytes !== locatedAt) throw ambiguous()
  return {
    at,
    entries: Number(end.readBigUInt64LE(32)),
    size: Number(end.readBigUInt64LE(40)),
    start: Number(end.readBigUInt64LE(48)),
  }
}

function agree(narrow: Directory, wide: Directory): boolean {
  return (
    (narrow.entries === max16 || narrow.entries === wide.entries) &&
    (narrow.size === max32 || narrow.size === wide.size) &&
    (narrow.start === max32 || narrow.start === wide.start)
  )
}

/** The bytes of an entry whose own header says what the directory says of it. Error: `invalid` where it does not. */
export function checkLocalHeader(entry: Entry, local: LocalFileHeader): Span {
  const { compressedSize, uncompressedSize, crc32 } = entry
  const flags = (entry.generalPurposeBitFlag ^ local.generalPurposeBitFlag) & tellingFlags
  if (flags !== 0 || entry.compressionMethod !== local.compressionMethod) throw ambiguous()
  if (!local.fileName.equals(entry.fileNameRaw)) throw ambiguous()
  const hasDescriptor = (entry.generalPurposeBitFlag & descriptorFlag) !== 0
  const sizes = sizesOf(local)
  const isSame = (said: number, is: number) => said === is || (hasDescriptor && said === 0)
  if (
    !isSame(local.crc32, crc32) ||
    !isSame(sizes.compressed, compressedSize) ||
    !isSame(sizes.uncompressed, uncompressedSize)
  )
    throw ambiguous()
  return {
    start: entry.relativeOffsetOfLocalHeader,
    end: local.fileDataStart + compressedSize,
    directoryBytes: 46 + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength,
    ...(hasDescriptor && { descriptor: { crc32, compressedSize, uncompressedSize } }),
  }
}

/** The sizes in an entry's own header, in 32 bits or, where those do not suffice, in 64. */
function sizesOf({ uncompressedSize, compressedSize, extraField }: LocalFileHeader) {
  const sizes = { uncompressed: uncompressedSize, compressed: compressedSize }
  const wide = extraOf(extraField)
  let at = 0
  for (const name of ['uncompressed', 'compressed'] as const) {
    if (sizes[name] !== max32) continue
    if (!wide || at + 8 > wide.length) throw ambiguous()
    sizes[name] = Number(wide.readBigUInt64LE(at))
    at += 8
  }
  return sizes
}

function extraOf(extras: Buffer): Buffer | undefined {
  for (let at = 0; at + 4 <= extras.length; ) {
    const end = at + 4 + extras.readUInt16LE(at + 2)
    if (extras.readUInt16LE(at) === wideExtra) return extras.subarray(at + 4, end)
    at = end
  }
  return undefined
}

/** Lets pass what consists of its entries, one after the other without a gap, and of the directory of just these. */
export async function checkTiling(
  file: FileHandle,
  spans: readonly Span[],
  directory: Directory,
): Promise<void> {
  const bytes = spans.reduce((sum, { directoryBytes }) => sum + directoryBytes, 0)
  if (spans.length !== directory.entries || bytes !== directory.size) throw ambiguous()
  const inOrder = [...spans].sort((left, right) => left.start - right.start)
  if ((inOrder[0]?.start ?? directory.start) !== 0) throw ambiguous()
  for (const [index, { end, descriptor }] of inOrder.entries()) {
    const gap = (inOrder[index + 1]?.start ?? directory.start) - end
    if (gap === 0 && !descriptor) continue
    if (!descriptor || !isDescriptor(await bytesAt(file, end, gap), descriptor)) throw ambiguous()
  }
}

/** A descriptor comes with its signature or without, in 32 bits or in 64. */
function isDescriptor(
  bytes: Buffer,
  { crc32, compressedSize, uncompressedSize }: NonNullable<Span['descriptor']>,
): boolean {
  const narrow = Buffer.alloc(12)
  narrow.writeUInt32LE(crc32)
  narrow.writeUInt32LE(compressedSize % 2 ** 32, 4)
  narrow.writeUInt32LE(uncompressedSize % 2 ** 32, 8)
  const wide = Buffer.alloc(20)
  wide.writeUInt32LE(crc32)
  wide.writeBigUInt64LE(BigInt(compressedSize), 4)
  wide.writeBigUInt64LE(BigInt(uncompressedSize), 12)
  const mayBeSigned = bytes.length === 4 + narrow.length || bytes.length === 4 + wide.length
  const isSigned = mayBeSigned && bytes.readUInt32LE(0) === descriptorSignature
  const said = isSigned ? bytes.subarray(4) : bytes
  return said.equals(narrow) || said.equals(wide)
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  if (length < 0 || length > endBytes + commentBytesMax) throw ambiguous()
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, position)
  if (bytesRead !== length) throw ambiguous()
  return bytes
}

function ambiguous(): DomainError {
  return new DomainError('invalid', 'The archive can be read in more than one way.')
}
