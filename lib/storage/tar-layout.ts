import { DomainError } from '@/lib/domain/error'

// Two readers of one tar archive can see different files in it: one skips what another takes for a header, goes by an extended
// header that the other passes over, or reads on behind the end. What they do not all read alike is not taken:
// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13

const blockBytes = 512
const emptyBlock = Buffer.alloc(blockBytes)
/** Behind the last entry, to fill the blocks of a tape. */
const emptyBlocksMax = 2048
/** Links, devices, folders and FIFOs. */
const contentless = /[1-6]/
/** Extended headers: of POSIX for one entry and for all that follow, and of GNU for a long name and a long link. */
const extended = /[xgKL]/
const extendedBytesMax = 1024 ** 2
const extendedBytesInAllMax = 16 * 1024 ** 2
/** Longer than the length and the name of any record. */
const recordStartBytesMax = 300
/** What some readers go by and others do not. A size is needed beyond 8 GiB alone. */
const tellingForOne = /^(size|GNU\.sparse\..*)$/
const tellingForAll = /^(size|path|linkpath|GNU\.sparse\..*)$/
const newline = 0x0a

/** Follows a tar archive as it comes, and refuses the first of it that readers do not all read alike. */
export class TarLayout {
  readonly #block = Buffer.alloc(blockBytes)
  #filled = 0
  /** Bytes until the next header. */
  #left = 0
  #emptyBlocks = 0
  /** The extended header that is being read, and the kinds of those for the entry to come. */
  #extension: { flag: string; bytesLeft: number; parts: Uint8Array[] } | undefined
  #waiting = ''
  #extendedBytes = 0

  /** Takes the next bytes. Error: `invalid`. */
  follow(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; )
      at += this.#left > 0 ? this.#pass(chunk.subarray(at)) : this.#fill(chunk.subarray(at))
  }

  #pass(bytes: Uint8Array): number {
    const passed = bytes.subarray(0, this.#left)
    this.#left -= passed.length
    if (!this.#extension) return passed.length
    const part = passed.subarray(0, this.#extension.bytesLeft)
    this.#extension.bytesLeft -= part.length
    this.#extension.parts.push(part)
    if (this.#left === 0) this.#endExtension(this.#extension.flag, Buffer.concat(this.#extension.parts))
    return passed.length
  }

  #fill(bytes: Uint8Array): number {
    const taken = bytes.subarray(0, blockBytes - this.#filled)
    this.#block.set(taken, this.#filled)
    this.#filled = (this.#filled + taken.length) % blockBytes
    if (this.#filled === 0) this.#readHeader(this.#block)
    return taken.length
  }

  #readHeader(block: Buffer): void {
    if (block.equals(emptyBlock)) {
      if (++this.#emptyBlocks > emptyBlocksMax) throw useless()
      return
    }
    if (this.#emptyBlocks > 0) throw ambiguous()
    const flag = block.toString('latin1', 156, 157)
    const size = sizeOf(block)
    if (contentless.test(flag) && size > 0) throw ambiguous()
    if (extended.test(flag)) this.#beginExtension(flag, size)
    else this.#waiting = ''
    this.#left = Math.ceil(size / blockBytes) * blockBytes
  }

  #beginExtension(flag: string, size: number): void {
    this.#extendedBytes += size
    if (size === 0 || size > extendedBytesMax || this.#extendedBytes > extendedBytesInAllMax) throw useless()
    if (flag !== 'g') this.#waiting += flag
    // one of a kind, and not of both kinds
    if (/(.).*\1|x[KL]|[KL]+x/.test(this.#waiting)) throw ambiguous()
    this.#extension = { flag, bytesLeft: size, parts: [] }
  }

  #endExtension(flag: string, bytes: Buffer): void {
    this.#extension = undefined
    if (!/[xg]/.test(flag)) return
    const telling = flag === 'g' ? tellingForAll : tellingForOne
    if (keysOf(bytes).some((key) => telling.test(key))) throw ambiguous()
  }
}

/** In octal digits: the other ways are for what is larger than any file may be. */
function sizeOf(block: Buffer): number {
  const [, digits] = /^ *([0-7]*)[ \0]*$/.exec(block.toString('latin1', 124, 136)) ?? []
  if (digits === undefined) throw ambiguous()
  return Number.parseInt(digits || '0', 8)
}

/** The names in an extended header's records, each of which says its length and ends where that says. */
function keysOf(bytes: Buffer): string[] {
  const keys: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const start = bytes.toString('utf8', at, at + recordStartBytesMax)
    const [, length = '', key] = /^([1-9]\d*) ([^=\n]+)=/.exec(start) ?? []
    const end = at + Number(length)
    if (key === undefined || end > bytes.length || bytes[end - 1] !== newline) throw ambiguous()
    keys.push(key)
    at = end
  }
  return keys
}

function useless(): DomainError {
  return new DomainError('invalid', 'The archive has headers that nobody needs.')
}

function ambiguous(): DomainError {
  return new DomainError('invalid', 'The archive can be read in more than one way.')
}
