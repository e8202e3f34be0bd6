import { describe, expect, test } from 'vitest'
import { Base64Decoder } from './base64-decoder'

function decode(parts: readonly string[]): string {
  const decoder = new Base64Decoder()
  const bytes = [...parts.map((part) => decoder.decode(part)), decoder.end()]
  return Buffer.concat(bytes).toString('latin1')
}

describe('a decoder of base64', () => {
  const text = 'any carnal pleas'
  const encoded = Buffer.from(text).toString('base64')

  test.each([1, 2, 3, 4, 5, 7, 100])('gives the same, whatever comes at once: %s characters', (size) => {
    const parts = encoded.match(new RegExp(`.{1,${size}}`, 'g')) ?? []
    expect(decode(parts)).toBe(text)
  })

  test.each([
    [['A']],
    [['AA']],
    [['AAA']],
    [['AA=A']],
    [['AA==', 'AAAA']],
    [['A===']],
    [['AA A']],
    [['AA-_']],
    [['AAAA', '=']],
  ])('refuses %j', (parts) => {
    expect(() => decode(parts)).toThrow('base64')
  })

  test('gives nothing for nothing', () => {
    expect(decode([])).toBe('')
  })
})
