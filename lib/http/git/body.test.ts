import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { isDomainError } from '@/lib/domain/error'
import { bodyOf, encodingOf } from './body'

test.each([
  [undefined, 'plain'],
  ['', 'plain'],
  ['identity', 'plain'],
  ['gzip', 'gzip'],
  ['GZip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', undefined],
  ['br', undefined],
  ['gzip, gzip', undefined],
  ['constructor', undefined],
])('Content-Encoding %s is read as %s', (header, encoding) => {
  expect(encodingOf(header)).toBe(encoding)
})

test('a compressed body arrives as it was', async () => {
  const text = 'want 0123\n'.repeat(100_000)
  expect(await read(bodyOf(new Blob([gzipSync(text)]).stream(), 'gzip', 64))).toBe(text)
})

test('no body is an empty one', async () => {
  expect(await read(bodyOf(null, 'plain', 64))).toBe('')
})

test('a bomb goes off no further than the bound', async () => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024))
  let inflated = 0
  const outcome = await drain(bodyOf(new Blob([bomb]).stream(), 'gzip', 1), (bytes) => {
    inflated += bytes
  })
  expect(isDomainError(outcome, 'invalid')).toBe(true)
  expect(inflated).toBeLessThanOrEqual(1024 * 1024)
})

test('a plain body is bounded too', async () => {
  const outcome = await drain(bodyOf(new Blob([new Uint8Array(3 * 1024 * 1024)]).stream(), 'plain', 2))
  expect(isDomainError(outcome, 'invalid')).toBe(true)
})

test.each([
  ['not gzip at all', Buffer.from('hello')],
  ['cut off', gzipSync('hello'.repeat(1000)).subarray(0, 20)],
  ['empty', Buffer.alloc(0)],
])('what calls itself gzip and is %s is an error', async (_, bytes) => {
  expect(await drain(bodyOf(new Blob([Uint8Array.from(bytes)]).stream(), 'gzip', 64))).toBeInstanceOf(Error)
})

async function read(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(stream).text()
}

/** Reads to the end, and gives the error it ended in. */
async function drain(stream: ReadableStream<Uint8Array>, count = (_bytes: number) => {}): Promise<unknown> {
  try {
    for await (const chunk of stream) count(chunk.length)
    return undefined
  } catch (error) {
    return error
  }
}
