import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusalOf } from '@/e2e/support/fixtures'
import { zipOf } from '@/e2e/support/zip-archive'
import { hasClient } from '@/scripts/test/clients.mjs'
import { readZip } from './zip'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'latchkey-zip-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function read(bytes: Uint8Array, bytesMax = 1000) {
  const file = path.join(folder, 'archive.zip')
  await writeFile(file, bytes)
  return readZip(file, () => bytesMax)
}

async function contentsOf(bytes: Uint8Array) {
  return [...(await read(bytes))].map(([name, content]) => [name, content.toString()])
}

const a = { name: 'a', content: 'first' }
const b = { name: 'ö/b', content: 'second' }
const whole = zipOf([a, b])

test('files come out with their names, from plain archives, streamed ones and commented ones', async () => {
  const contents = [
    ['a', 'first'],
    ['ö/b', 'second'],
  ]
  expect(await contentsOf(whole)).toEqual(contents)
  expect(await contentsOf(zipOf([a, b].map((one) => ({ ...one, isStreamed: true }))))).toEqual(contents)
  expect(await contentsOf(zipOf([a, b], { comment: 'd670460b4b4aece5915caf5c68d12f560a9fe3e4' }))).toEqual(
    contents,
  )
  expect(await contentsOf(wideEnd(whole, {}))).toEqual(contents)
  expect(await contentsOf(zipOf([]))).toEqual([])
})

test('an archive in an archive, stored as it is, is no second end', async () => {
  const nested = zipOf([{ name: 'inner.zip', content: whole, isStored: true }])
  expect((await read(nested)).get('inner.zip')).toEqual(whole)
})

test.each([
  ['of one name twice', zipOf([a, a])],
  ['of another name before the file', zipOf([{ ...a, local: { name: 'b' } }])],
  ['of other content before the file', zipOf([{ ...a, local: { content: 'other' } }])],
  ['with a second end behind the first', Buffer.concat([whole, zipOf([a])])],
  ['with a second end before the first', zipOf([a], { between: zipOf([b]).toString('latin1') })],
  ['with an end in its comment', zipOf([a], { comment: `PK\x05\x06${'\0'.repeat(18)}` })],
  ['with the signature of an end in its comment', zipOf([a], { comment: 'PK\x05\x06' })],
  ['with bytes before the first file', zipOf([a], { before: '#!/bin/sh\n' })],
  ['with bytes before the directory', zipOf([a], { between: 'PK\x03\x04' })],
  ['with bytes behind the directory', zipOf([a], { beforeEnd: 'x' })],
  ['with bytes behind the end', zipOf([a], { after: 'x' })],
  ['of files over one another', zipOf([a, { ...a, name: 'b', local: { name: 'a' }, isOverFirst: true }])],
  ['of a file that is not in the directory', hideLast(zipOf([a, b]))],
  ['of a file larger than it says', zipOf([{ ...a, size: 4 }])],
  ['of a file smaller than it says', zipOf([{ ...a, size: 6 }])],
  ['that is encrypted', zipOf([{ ...a, flags: 1 }])],
  ['that is packed otherwise than it says', zipOf([{ ...a, method: 0 }])],
  ['that is packed by LZMA', zipOf([{ ...a, method: 14 }])],
  ['of an absolute name', zipOf([{ name: '/a' }])],
  ['of an upward name', zipOf([{ name: 'a/../../b' }])],
  ['of a name with a drive', zipOf([{ name: 'c:/a' }])],
  ['of a name with a backslash', zipOf([{ name: 'a\\b' }])],
  ['of a name with a control character', zipOf([{ name: 'a\nb' }])],
  ['of a folder with content', zipOf([{ name: 'a/', content: 'x' }])],
  ['with another name in an extra field', zipOf([{ ...a, extra: unicodePath('a', 'b') }])],
  ['with another descriptor behind a file', changeDescriptor(zipOf([{ ...a, isStreamed: true }]))],
  ['with another number of files in 64 bits', wideEnd(whole, { entries: 1 })],
  ['with another directory in 64 bits', wideEnd(whole, { start: 0 })],
  ['with an end in 64 bits elsewhere', wideEnd(whole, { at: 0 })],
  ['of a file with another size in 64 bits', zipOf([{ ...a, size: 2 ** 32 - 1, extra: wideSize(4) }])],
  ['of a file larger than any number', zipOf([{ ...a, size: 2 ** 32 - 1, extra: wideSize(2 ** 53) }])],
  ['that is cut off', whole.subarray(0, -1)],
  ['that is none', Buffer.from('PK')],
  ['that is empty', Buffer.alloc(0)],
])('an archive %s is refused', async (_, bytes) => {
  expect((await refusalOf(read(bytes))).code).toBe('invalid')
})

test('what unpacks to a hundred times its size and more is refused before it is unpacked', async () => {
  const bomb = zipOf([{ name: 'zeros', content: Buffer.alloc(65 * 1024 * 1024) }])
  expect((await refusalOf(read(bomb))).message).toBe('The archive unpacks to too much.')
})

test('an archive of more files than anybody has is refused', async () => {
  const members = Array.from({ length: 50_001 }, (_, n) => ({ name: String(n), isStored: true }))
  expect((await refusalOf(read(zipOf(members)))).message).toBe('The archive has too many entries.')
})

test('a file that unpacks to more than is wanted of it is refused', async () => {
  expect((await refusalOf(read(zipOf([a]), 4))).message).toBe('a in the archive is too large.')
})

test('links are told from files', async () => {
  const file = path.join(folder, 'links.zip')
  await writeFile(file, zipOf([a, { name: 'link', content: 'a', attributes: 0o120777 }]))
  const links: string[] = []
  await readZip(file, ({ name, isLink }) => {
    if (isLink) links.push(name)
    return undefined
  })
  expect(links).toEqual(['link'])
})

test.skipIf(!hasClient('python3'))(
  'Python’s archives are read: seekable, streamed, and in 64 bits',
  async () => {
    const file = path.join(folder, 'python.zip')
    await promisify(execFile)('python3', ['-c', pythonWriter, file])
    for (const kind of ['', '.streamed', '.wide']) {
      const read = await readZip(`${file}${kind}`, () => 1000)
      expect([...read].map(([name, content]) => [name, content.toString()])).toEqual([
        ['a', 'first'],
        ['ö/b', 'second'],
      ])
    }
  },
)

const pythonWriter = `
import io, sys, zipfile
class Stream(io.RawIOBase):
    def __init__(self, file): self.file = file
    def writable(self): return True
    def write(self, data): return self.file.write(data)
def fill(archive, wide=False):
    for name, text in (('a', 'first'), ('ö/b', 'second')):
        with archive.open(name, 'w', force_zip64=wide) as member: member.write(text.encode())
    archive.close()
fill(zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED))
with open(sys.argv[1] + '.streamed', 'wb') as file: fill(zipfile.ZipFile(Stream(file), 'w', zipfile.ZIP_DEFLATED))
fill(zipfile.ZipFile(sys.argv[1] + '.wide', 'w'), wide=True)
`

/** The same archive with a directory that does not name the last file. */
function hideLast(archive: Buffer): Buffer {
  const hidden = Buffer.from(archive)
  const second = archive.lastIndexOf('PK\x01\x02')
  const end = archive.lastIndexOf('PK\x05\x06')
  hidden.writeUInt16LE(1, end + 8)
  hidden.writeUInt16LE(1, end + 10)
  hidden.writeUInt32LE(hidden.readUInt32LE(end + 12) - (end - second), end + 12)
  return Buffer.concat([hidden.subarray(0, second), hidden.subarray(end)])
}

/** The same archive with another checksum behind its first file. */
function changeDescriptor(archive: Buffer): Buffer {
  const changed = Buffer.from(archive)
  const at = archive.indexOf('PK\x07\x08') + 4
  changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
  return changed
}

/** The same archive with an end in 64 bits too, which says this of it instead. */
function wideEnd(archive: Buffer, said: { entries?: number; start?: number; at?: number }): Buffer {
  const end = archive.lastIndexOf('PK\x05\x06')
  const { entries = archive.readUInt16LE(end + 10), start = archive.readUInt32LE(end + 16), at = end } = said
  const wide = Buffer.alloc(76)
  wide.write('PK\x06\x06')
  wide.writeBigUInt64LE(44n, 4)
  wide.writeBigUInt64LE(BigInt(entries), 24)
  wide.writeBigUInt64LE(BigInt(entries), 32)
  wide.writeBigUInt64LE(BigInt(archive.readUInt32LE(end + 12)), 40)
  wide.writeBigUInt64LE(BigInt(start), 48)
  wide.write('PK\x06\x07', 56)
  wide.writeBigUInt64LE(BigInt(at), 64)
  wide.writeUInt32LE(1, 72)
  return Buffer.concat([archive.subarray(0, end), wide, archive.subarray(end)])
}

/** The extra field for a size that 32 bits cannot hold. */
function wideSize(size: number): Buffer {
  const field = Buffer.alloc(12)
  field.writeUInt16LE(1)
  field.writeUInt16LE(8, 2)
  field.writeBigUInt64LE(BigInt(size), 4)
  return field
}

/** Info-ZIP's extra field with a name in UTF-8 in place of the one that is there. */
function unicodePath(instead: string, name: string): Buffer {
  const field = Buffer.alloc(9 + name.length)
  field.writeUInt16LE(0x7075)
  field.writeUInt16LE(5 + name.length, 2)
  field.writeUInt8(1, 4)
  field.writeUInt32LE(crc32(instead), 5)
  field.write(name, 9)
  return field
}
