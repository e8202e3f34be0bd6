import { expect, test, vi } from 'vitest'
import { zipStream } from './zip-stream'

const time = new Date('2027-01-01T00:00:00Z')
const chunk = 64 * 1024

/** One file of a hundred megabytes that are not compressed away, and how many of them were asked for. */
function largeFile() {
  const asked = { bytes: 0 }
  const open = async function* () {
    for (; asked.bytes < 1600 * chunk; asked.bytes += chunk)
      yield crypto.getRandomValues(new Uint8Array(chunk))
  }
  return { asked, file: { name: 'a', bytes: 1600 * chunk, open } }
}

test('is made no faster than it is read', async () => {
  const { asked, file } = largeFile()
  const stream = zipStream([file], time, { onBreak: vi.fn(), onClose: vi.fn() })
  const reader = stream.getReader()
  let read = 0
  while (read < 20 * chunk) read += (await reader.read()).value?.length ?? 0
  await vi.waitFor(async () => {
    const before = asked.bytes
    await new Promise((resolve) => setImmediate(resolve))
    expect(asked.bytes).toBe(before)
  })
  expect(asked.bytes).toBeLessThan(60 * chunk)
  await reader.cancel()
})

test('is over for whoever makes it when nobody wants the rest', async () => {
  const { file } = largeFile()
  const ends = { onBreak: vi.fn(), onClose: vi.fn() }
  const stream = zipStream([file], time, ends)
  await stream.cancel()
  await vi.waitFor(() => expect(ends.onClose).toHaveBeenCalledOnce())
  expect(ends.onBreak).not.toHaveBeenCalled()
})

test.each([
  [
    'breaks off',
    3,
    async function* () {
      yield Buffer.from('ab')
      throw new Error('broken')
    },
  ],
  [
    'is shorter than was said',
    3,
    async function* () {
      yield Buffer.from('ab')
    },
  ],
])('breaks where a file %s', async (_, bytes, open) => {
  const ends = { onBreak: vi.fn(), onClose: vi.fn() }
  const stream = zipStream([{ name: 'a', bytes, open }], time, ends)
  await expect(new Response(stream).arrayBuffer()).rejects.toThrow()
  expect(ends.onBreak).toHaveBeenCalled()
})
