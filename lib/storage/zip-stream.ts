import { PassThrough, Readable } from 'node:stream'
import { ByteLengthQueuingStrategy } from 'node:stream/web'
import { ZipFile } from 'yazl'

export interface ZippedFile {
  name: string
  bytes: number
  /** Asked for when it is its turn, one file after the other. */
  open: () => AsyncIterable<Uint8Array>
}

const heldBytesMax = 64 * 1024

/**
 * A ZIP archive of these files, made while it is read: files alone, without entries for directories, all of this time, so
 * that the same files are the same bytes. `onBreak` is called where it cannot be finished, and `onClose` when it is over or not
 * wanted any more.
 */
export function zipStream(
  files: readonly ZippedFile[],
  mtime: Date,
  { onBreak, onClose }: { onBreak: () => void; onClose: () => void },
): ReadableStream<Uint8Array> {
  const zip = new ZipFile()
  const output = zip.outputStream.pipe(new PassThrough())
  output.once('close', onClose)
  zip.on('error', (error) => {
    onBreak()
    output.destroy(error)
  })
  for (const { name, bytes, open } of files)
    zip.addReadStreamLazy(name, { mtime, mode: 0o100644, size: bytes }, (give) => {
      const content = Readable.from(open(), { objectMode: false })
      content.on('error', (error) => zip.emit('error', error))
      give(null, content)
    })
  zip.end()
  // without it Node 20 counts chunks where it should count bytes, and holds thousands
  const strategy = new ByteLengthQueuingStrategy({ highWaterMark: heldBytesMax })
  return Readable.toWeb(output, { strategy }) as ReadableStream<Uint8Array>
}
