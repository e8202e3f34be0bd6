import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusalOf } from '@/e2e/support/fixtures'
import { paxRecord, type RawEntry, rawTar } from '@/e2e/support/raw-tar'
import { makeTar } from '@/e2e/support/tarball'
import { readTar, readTarball } from './tarball'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'latchkey-tar-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function fileOf(bytes: Uint8Array): Promise<string> {
  const file = path.join(folder, 'archive')
  await writeFile(file, bytes)
  return file
}

const read = async (bytes: Uint8Array) => readTar(await fileOf(bytes), () => 1000)
const readZipped = async (bytes: Uint8Array) => readTarball(await fileOf(bytes), () => undefined)

const end = Buffer.alloc(1024)
const a: RawEntry = { name: 'a', content: 'first' }
const b: RawEntry = { name: 'b', content: 'second' }
const pax = (content: string): RawEntry => ({ name: 'x', flag: 'x', content })
const globally = (content: string): RawEntry => ({ name: 'g', flag: 'g', content })
const longName = (content: string): RawEntry => ({ name: 'L', flag: 'L', content })

test('archives are read whoever made them: with long names of either kind, a commit of git, folders and links', async () => {
  const name = `${'long/'.repeat(40)}name`
  for (const extension of [pax(paxRecord('path', name)), longName(`${name}\0`)]) {
    const commit = globally(paxRecord('comment', 'd670460b4b4aece5915caf5c68d12f560a9fe3e4'))
    const others: RawEntry[] = [
      { name: 'folder/', flag: '5' },
      { name: 'link', flag: '2', linkname: 'a' },
    ]
    const archive = await read(Buffer.concat([rawTar([commit, ...others, a, extension, b]), end]))
    expect([archive.get('a')?.toString(), archive.get(name)?.toString()]).toEqual(['first', 'second'])
  }
  expect((await read(await makeTar([['ü/ö', 'content']]))).get('ü/ö')?.toString()).toBe('content')
})

describe('an archive that one reader takes for this and another for that is refused', () => {
  test.each<[string, RawEntry[]]>([
    ['a size for all that follows', [globally(paxRecord('size', '0')), a, b]],
    ['a name for all that follows', [globally(paxRecord('path', 'b')), a]],
    ['a link for all that follows', [globally(paxRecord('linkpath', 'b')), a]],
    ['a size in an extended header', [pax(paxRecord('path', 'b') + paxRecord('size', '512')), a, b]],
    ['a file with holes under another name', [pax(paxRecord('GNU.sparse.name', 'b')), a]],
    ['a record longer than its header', [pax('99 path=b\n'), a]],
    ['a record that does not end where it says', [pax('8 path=b\n'), a]],
    ['a record of a negative length', [pax('-5 path=b\n'), a]],
    ['a record of no length', [pax('path=b\n'), a]],
    ['two extended headers', [pax(paxRecord('path', 'b')), pax(paxRecord('path', 'c')), a]],
    ['a long name of either kind', [longName('c\0'), pax(paxRecord('path', 'b')), a]],
    ['two long names', [longName('c\0'), longName('b\0'), a]],
    ['a negative size', [{ ...a, size: '-0000000005\0' }, b]],
    ['a size of no number', [{ ...a, size: 'five\0' }, b]],
    ['a size in 256ths', [{ ...a, size: `\x80${'\0'.repeat(10)}\x05` }, b]],
    ['a negative size in 256ths', [{ ...a, size: '\xff'.repeat(12) }, b]],
    ['a folder with content', [{ ...a, name: 'a/', flag: '5' }, b]],
    ['a link with content', [{ ...a, flag: '2', linkname: 'b' }, b]],
    ['a file that is named like a folder', [{ ...a, name: 'a/' }]],
  ])('%s', async (_, entries) => {
    const refusal = await refusalOf(read(Buffer.concat([rawTar(entries), end])))
    expect([refusal.code, refusal.message]).toEqual([
      'invalid',
      'The archive can be read in more than one way.',
    ])
  })

  test('entries behind the end', async () => {
    for (const empty of [end, end.subarray(512)])
      expect((await refusalOf(read(Buffer.concat([rawTar([a]), empty, rawTar([b]), end])))).code).toBe(
        'invalid',
      )
  })
})

test.each([
  ['a long name without an end', rawTar([longName('x'.repeat(2000))]).subarray(0, 1024)],
  ['a long name of nobody', rawTar([{ ...longName(''), size: '77777777777\0' }])],
  ['a file that breaks off', rawTar([{ ...a, size: '00000002000\0' }])],
  ['a header with another checksum', rawTar([a]).fill('b', 0, 1)],
  ['what is none', Buffer.from('no archive '.repeat(100))],
])('%s is refused', async (_, bytes) => {
  expect((await refusalOf(read(bytes))).code).toBe('invalid')
})

test.each([
  ['zeros behind the end', Buffer.alloc(2 ** 20)],
  ['empty files', rawTar([{ name: 'a' }])],
  ['long extended headers', rawTar([pax(paxRecord('b', 'c'.repeat(490))), a])],
  ['short records', rawTar([pax('5 a=\n'.repeat(100)), a])],
])('K22: %s without number are refused in a moment', async (_, entries) => {
  const member = gzipSync(Buffer.alloc(2 ** 20, entries))
  const archive = Buffer.concat(Array.from({ length: 1000 }, () => member))
  const [before, startedAt] = [process.memoryUsage().rss, performance.now()]
  expect((await refusalOf(readZipped(archive))).code).toBe('invalid')
  expect(performance.now() - startedAt).toBeLessThan(20_000)
  expect(process.memoryUsage().rss - before).toBeLessThan(256 * 2 ** 20)
})
