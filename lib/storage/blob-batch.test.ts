import { expect, test } from 'vitest'
import { BlobBatch } from './blob-batch'

const ids = ['a', 'b', 'c'].map((digit) => digit.repeat(40))
const objects = [
  { id: ids[0] ?? '', bytes: 5, content: 'a\nbc\n' },
  { id: ids[1] ?? '', bytes: 0, content: '' },
  { id: ids[2] ?? '', bytes: 3, content: 'xyz' },
]
const output = objects.map(({ id, bytes, content }) => `${id} blob ${bytes}\n${content}\n`).join('')

/** These bytes in pieces of this many. */
function inPieces(text: string, size: number): ReadableStream<Uint8Array> {
  let rest = Buffer.from(text)
  return new ReadableStream({
    pull(controller) {
      if (rest.length === 0) return controller.close()
      controller.enqueue(new Uint8Array(rest.subarray(0, size)))
      rest = rest.subarray(size)
    },
  })
}

const textOf = async (chunks: AsyncIterable<Buffer>) => {
  let text = ''
  for await (const chunk of chunks) text += chunk.toString()
  return text
}

test.each([1, 2, 7, 1000])('objects come apart in pieces of %d', async (size) => {
  const batch = new BlobBatch(inPieces(output, size))
  for (const { content, ...object } of objects) expect(await textOf(batch.next(object))).toBe(content)
})

test.each([
  ['another object', output.replaceAll('a'.repeat(40), 'd'.repeat(40))],
  ['another size', output.replace('blob 5', 'blob 4')],
  ['one that is missing', `${ids[0]} missing\n${output}`],
  ['an end too early', output.slice(0, 50)],
])('%s is an error', async (_, text) => {
  const [first] = objects
  await expect(
    textOf(new BlobBatch(inPieces(text, 1000)).next(first ?? { id: '', bytes: 0 })),
  ).rejects.toThrow()
})
