import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipMember {
  name: string
  content?: string | Uint8Array
  /** What the header before the file says instead. */
  local?: { name?: string; content?: string }
  /** With a descriptor behind the data, as who writes to a stream does. */
  isStreamed?: boolean
  /** Not packed. */
  isStored?: boolean
  /** What the directory says of the size, the flags, the way of packing and the file's attributes instead. */
  size?: number
  flags?: number
  method?: number
  attributes?: number
  extra?: Uint8Array
  /** The directory says that its data is that of the first member. */
  isOverFirst?: boolean
}

interface ZipWishes {
  /** Bytes before the first file, between the last and the directory, between the directory and its end, and at the end. */
  before?: string
  between?: string
  beforeEnd?: string
  after?: string
  comment?: string
}

const utf8Flag = 1 << 11
const streamedFlag = 1 << 3

/** A ZIP archive of these members, one after the other, with whatever is to be wrong with it. */
export function zipOf(members: readonly ZipMember[], wishes: ZipWishes = {}): Buffer<ArrayBuffer> {
  const { before = '', between = '', beforeEnd = '', after = '', comment = '' } = wishes
  const parts: Buffer[] = [Buffer.from(before)]
  const directory: Buffer[] = []
  let at = before.length
  for (const member of members) {
    const packed = pack(member)
    const local = packed.local
    directory.push(directoryEntry(member, packed, member.isOverFirst ? before.length : at))
    parts.push(local)
    at += local.length
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(entries.length, 12)
  end.writeUInt32LE(at + between.length, 16)
  end.writeUInt16LE(Buffer.byteLength(comment, 'latin1'), 20)
  const rest = [between, entries, beforeEnd, end, Buffer.from(comment, 'latin1'), after]
  return Buffer.concat([...parts, ...rest.map((part) => Buffer.from(part as string))])
}

interface Packed {
  data: Buffer
  size: number
  crc: number
  local: Buffer
}

function pack(member: ZipMember): Packed {
  const said = member.local?.content ?? member.content ?? ''
  const content = Buffer.from(said as string)
  const data = member.isStored ? content : deflateRawSync(content)
  const name = Buffer.from(member.local?.name ?? member.name)
  const header = Buffer.alloc(30)
  const facts = { data, size: content.length, crc: crc32(content) }
  header.writeUInt32LE(0x04034b50)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(utf8Flag | (member.isStreamed ? streamedFlag : 0), 6)
  header.writeUInt16LE(member.isStored ? 0 : 8, 8)
  if (!member.isStreamed) sizesOf(facts).copy(header, 14)
  header.writeUInt16LE(name.length, 26)
  const descriptor = member.isStreamed
    ? [Buffer.from('PK\x07\x08', 'latin1'), sizesOf(facts)]
    : ([] as Buffer[])
  return { ...facts, local: Buffer.concat([header, name, data, ...descriptor]) }
}

function sizesOf({ crc, data, size }: Omit<Packed, 'local'>): Buffer {
  const sizes = Buffer.alloc(12)
  sizes.writeUInt32LE(crc)
  sizes.writeUInt32LE(data.length, 4)
  sizes.writeUInt32LE(size, 8)
  return sizes
}

function directoryEntry(member: ZipMember, packed: Packed, at: number): Buffer {
  const name = Buffer.from(member.name)
  const content = Buffer.from((member.content ?? '') as string)
  const extra = Buffer.from(member.extra ?? [])
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50)
  entry.writeUInt16LE(0x0314, 4)
  entry.writeUInt16LE(20, 6)
  entry.writeUInt16LE(member.flags ?? utf8Flag | (member.isStreamed ? streamedFlag : 0), 8)
  entry.writeUInt16LE(member.method ?? (member.isStored ? 0 : 8), 10)
  sizesOf({ ...packed, crc: crc32(content), size: member.size ?? content.length }).copy(entry, 16)
  entry.writeUInt16LE(name.length, 28)
  entry.writeUInt16LE(extra.length, 30)
  entry.writeUInt32LE((member.attributes ?? 0o100644) * 2 ** 16, 38)
  entry.writeUInt32LE(at, 42)
  return Buffer.concat([entry, name, extra])
}
