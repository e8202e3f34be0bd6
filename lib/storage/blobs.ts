import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import fs, { type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { ByteRange } from '@/lib/domain/byte-range'
import { type Digest, type DigestAlgorithm, digestDigits, isDigest, partsOf } from '@/lib/domain/digest'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { isMissing } from './file-error'
import { inIntervals } from './intervals'
import { clientPace, Pace, paceCheckMilliseconds } from './pace'
import { syncPath } from './sync'

/** A blob whose bytes are those of its digest, open for reading. */
export interface OpenedBlob {
  file: FileHandle
  size: number
}

/** Takes a chunk, and settles once its memory may be used again. */
export type WriteChunk = (chunk: Uint8Array) => Promise<void>

/** Writes bytes out, one chunk after the other, and settles after the last. */
export type Pour = (write: WriteChunk) => Promise<void>

/** Who reads a blob as it comes. */
export interface BlobReader {
  /** Asked at most once a second while bytes go out; what it rejects with ends them. */
  confirm: () => Promise<void>
  /** Called when the client does not take them: it lets go of the connection, so that the chunk under way settles. */
  onStall: () => void
}

const privateMode = 0o700
const sealedMode = 0o444
/** No file has this by itself: one that has not was touched after it was stored. */
const sealedAt = new Date(1000)
const chunkBytes = 512 * 1024
export const hashChunkBytes = 1024 * 1024

/** Where the bytes of this digest lie. */
export function blobPath(digest: Digest): string {
  const { algorithm, hex } = partsOf(digest)
  return path.join(env.dataDir, 'blobs', algorithm, hex.slice(0, 2), hex)
}

/**
 * Gives a file, whose bytes are durable and have this digest, its place as a blob, for good; where the blob is already,
 * the file is removed instead. To be called under the lock of the digest (`holdBlob`), or else the collector may
 * remove what was just found.
 */
export async function placeBlob(file: string, digest: Digest, size: number): Promise<void> {
  const place = blobPath(digest)
  if (await isSealed(place, size)) return fs.rm(file)
  // of its own these are durable with the rename, by the file system's order; if not, the next reader hashes
  await fs.chmod(file, sealedMode)
  await fs.utimes(file, sealedAt, sealedAt)
  await fs.rename(file, place)
  await syncPath(path.dirname(place))
}

/** There are 256 for each algorithm. */
const durableFolders = new Set<string>()

/** Makes the folder that a blob will be in, durable with its name and those above it. */
export async function prepareBlobPlace(digest: Digest): Promise<void> {
  const folder = path.dirname(blobPath(digest))
  const made = await fs.mkdir(folder, { recursive: true, mode: privateMode })
  if (made === undefined && durableFolders.has(folder)) return
  // one that was there need not be durable: another process may have made it a moment ago
  for (let place = path.dirname(folder); place.startsWith(env.dataDir); place = path.dirname(place))
    await syncPath(place)
  durableFolders.add(folder)
}

/** True where a blob of this digest and size is on disk, as far as its name and length tell. */
export async function hasBlob(digest: Digest, size: number): Promise<boolean> {
  return (await statOf(blobPath(digest)))?.size === size
}

async function isSealed(place: string, size: number): Promise<boolean> {
  const stats = await statOf(place)
  return stats?.size === size && stats.mtimeMs === sealedAt.getTime()
}

async function statOf(place: string) {
  return fs.stat(place).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
}

/**
 * Opens a blob of this size; undefined where it is not on disk. Whoever changed a file there changed its length or its
 * time: such a file is hashed before its first byte goes out. Error: a plain one where it holds other bytes.
 */
export async function openBlobFile(digest: Digest, size: number): Promise<OpenedBlob | undefined> {
  const place = blobPath(digest)
  let file: FileHandle
  try {
    file = await fs.open(place, 'r')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
  try {
    const stats = await file.stat()
    if (stats.size !== size || stats.mtimeMs !== sealedAt.getTime()) await sealAgain(file, digest)
    return { file, size }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Puts the seal back on a file that was only touched, as by a restore from a backup. */
async function sealAgain(file: FileHandle, digest: Digest): Promise<void> {
  const { algorithm, hex } = partsOf(digest)
  const hash = createHash(algorithm)
  const bytes = file.createReadStream({ start: 0, autoClose: false, highWaterMark: hashChunkBytes })
  for await (const chunk of bytes) hash.update(chunk)
  if (hash.digest('hex') !== hex) throw new Error(`the blob ${digest} on disk holds other bytes`)
  log.warn({ digest }, 'a blob was touched, and is whole')
  await file.utimes(sealedAt, sealedAt)
}

/** The digest of a file's bytes. */
export async function digestOf(file: string, algorithm: DigestAlgorithm): Promise<Digest> {
  const hash = createHash(algorithm)
  for await (const chunk of createReadStream(file, { highWaterMark: hashChunkBytes })) hash.update(chunk)
  return `${algorithm}:${hash.digest('hex')}`
}

/**
 * The bytes of an opened blob, or a range of them: few at once, more than a mebibyte as they are taken. Ends with the file
 * closed, once they have been poured.
 */
export async function readBlobFile(
  opened: OpenedBlob,
  range: ByteRange = { first: 0, last: opened.size - 1 },
  reader: BlobReader,
): Promise<Uint8Array<ArrayBuffer> | Pour> {
  const { file } = opened
  const bytes = range.last - range.first + 1
  if (bytes > chunkBytes) return (write) => pourBlobFile(file, range, reader, write)
  try {
    return await fillFrom(file, Buffer.alloc(bytes), range.first)
  } finally {
    await file.close()
  }
}

/** Two buffers take turns, however long the blob: memory that comes and goes would have the whole heap collected. */
async function pourBlobFile(
  file: FileHandle,
  { first, last }: ByteRange,
  { confirm, onStall }: BlobReader,
  write: WriteChunk,
): Promise<void> {
  const confirmNow = inIntervals(confirm)
  const pace = new Pace(clientPace, Date.now)
  const check = setInterval(() => pace.isStalled() && onStall(), paceCheckMilliseconds)
  const buffers = [Buffer.allocUnsafeSlow(chunkBytes), Buffer.allocUnsafeSlow(chunkBytes)] as const
  const read = (position: number, turn: number) =>
    fillFrom(file, (turn % 2 === 0 ? buffers[0] : buffers[1]).subarray(0, last - position + 1), position)
  let reading = read(first, 0)
  try {
    for (let position = first, turn = 1; position <= last; turn++) {
      const chunk = await reading
      position += chunk.length
      if (position <= last) reading = read(position, turn)
      await confirmNow()
      pace.wait()
      await write(chunk)
      pace.move(chunk.length)
    }
  } finally {
    clearInterval(check)
    await reading.catch(() => {})
    await file.close()
  }
}

async function fillFrom(
  file: FileHandle,
  chunk: Buffer<ArrayBuffer>,
  position: number,
): Promise<Buffer<ArrayBuffer>> {
  for (let filled = 0; filled < chunk.length; ) {
    const { bytesRead } = await file.read(chunk, filled, chunk.length - filled, position + filled)
    if (bytesRead === 0) throw new Error('a blob ended before its end')
    filled += bytesRead
  }
  return chunk
}

/** Removes a blob's file, if it is there. To be called under the lock of the digest (`holdBlob`). */
export async function removeBlobFile(digest: Digest): Promise<void> {
  await fs.rm(blobPath(digest), { force: true })
}

/** The digests of the blobs on disk that have been there since before then, a folder at a time. */
export async function* listBlobFiles(before: Date): AsyncGenerator<Digest[]> {
  for (const algorithm of Object.keys(digestDigits)) {
    const root = path.join(env.dataDir, 'blobs', algorithm)
    for (const folder of await namesIn(root)) {
      const old: Digest[] = []
      for (const hex of await namesIn(path.join(root, folder))) {
        const digest = `${algorithm}:${hex}`
        const stats = await statOf(path.join(root, folder, hex))
        // the time of the last change is the seal's: that of the rename is in the inode
        if (stats && stats.ctime < before && isDigest(digest)) old.push(digest)
      }
      if (old.length > 0) yield old
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return fs.readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
}
