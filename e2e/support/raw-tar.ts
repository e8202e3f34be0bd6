/** A header of a tar archive as somebody may write it by hand, with what it says behind it; `ustar`, with a right checksum. */
export interface RawEntry {
  name: string
  /** The type flag; `0` is a file. */
  flag?: string
  content?: string | Uint8Array
  /** What stands in the field of twelve bytes instead of the size. */
  size?: string
  linkname?: string
}

const blockBytes = 512

/** These entries one after the other, without an end. */
export function rawTar(entries: readonly RawEntry[]): Buffer {
  return Buffer.concat(entries.map(rawEntry))
}

function rawEntry({ name, flag = '0', content = '', size, linkname = '' }: RawEntry): Buffer {
  const data = Buffer.from(content as string)
  const header = Buffer.alloc(blockBytes)
  header.write(name, 0, 100)
  header.write('0000644\0', 100)
  header.write(size ?? `${data.length.toString(8).padStart(11, '0')}\0`, 124, 12, 'latin1')
  header.write('00000000000\0        ', 136)
  header.write(flag, 156)
  header.write(linkname, 157, 100)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  const padding = Buffer.alloc((blockBytes - (data.length % blockBytes)) % blockBytes)
  return Buffer.concat([header, data, padding])
}

/** A record of an extended header, with its right length in front. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`
  let length = rest.length
  while (length !== rest.length + String(length).length) length = rest.length + String(length).length
  return `${length}${rest}`
}
