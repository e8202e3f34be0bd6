import { expect, test } from 'vitest'
import { sizeWords } from './size-words'

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [1536, '1.5 KiB'],
  [1024 ** 2, '1.0 MiB'],
  [2.5 * 1024 ** 3, '2.5 GiB'],
  [1024 ** 5, '1024.0 TiB'],
])('%d bytes are %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words)
})
