import { describe, expect, test } from 'vitest'
import {
  isChosenToken,
  mayBePersonalToken,
  mintToken,
  prefixOf,
  tokenCharactersMax,
  tokenPrefixes,
} from './token-format'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

// Test vectors, computed with zlib's crc32 apart from this code: prefix, body, checksum
const vectors = [
  ['gldt-', '000000000000000000000000000000', '3H1DC5'],
  ['gldt-', 'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz', '0sKPLa'],
  ['gldt-', '0123456789ABCDEFGHIJKLMNOPQRST', '0zCl76'],
  ['gldt-', 'WXYZabcdefghijklmnopqrstuvwxyz', '16Ndwl'],
  ['gldt-', 'Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y', '0E0cjW'],
  ['gldt-', 'Eeeby3abP3E2Zs8IQ9Y7aJZqhB6bae', '1MwhN8'],
  // a checksum below 62^4 keeps its leading zeros
  ['gldt-', '000000000000000000000000000289', '00Lr3b'],
  ['gldt-', 'Latchkey0000000000000000000000', '38wagq'],
  ['glpat-', 'Latchkey0000000000000000000000', '1eN9yL'],
  ['glcbt-', 'Latchkey0000000000000000000000', '1KwWe5'],
  ['glrt-', 'Latchkey0000000000000000000000', '3avHZ2'],
] as const
const good = vectors[4].join('')

describe('a well-formed value', () => {
  test.each(vectors)('%s%s%s is recognised by its prefix', (prefix, body, checksum) => {
    expect(prefixOf(prefix + body + checksum)).toBe(prefix)
  })

  test('is found by scanners that know GitLab’s own tokens', () => {
    expect(good).toMatch(/gldt-[0-9A-Za-z_-]{20}/)
  })
})

describe('a value is refused before any digest', () => {
  test('when any single character is another', () => {
    let tried = 0
    for (let at = 0; at < good.length; at++) {
      for (const other of [...alphabet, '-', '_', ' ', '\n', 'é']) {
        if (other === good[at]) continue
        const changed = good.slice(0, at) + other + good.slice(at + 1)
        if (prefixOf(changed) !== undefined) throw new Error(`${changed} passes`)
        tried++
      }
    }
    expect(tried).toBeGreaterThan(41 * 60)
  })

  test('when two neighbours have changed places', () => {
    for (let at = 0; at + 1 < good.length; at++) {
      if (good[at] === good[at + 1]) continue
      const swapped = `${good.slice(0, at)}${good[at + 1]}${good[at]}${good.slice(at + 2)}`
      expect(prefixOf(swapped)).toBeUndefined()
    }
  })

  test.each([
    ['a type swapped for another', `gldt-${vectors[8][1]}${vectors[8][2]}`],
    ['a checksum of the body alone', 'gldt-Latchkey000000000000000000000021ZeZv'],
    ['nothing', ''],
    ['the prefix alone', 'gldt-'],
    ['one character short', good.slice(0, -1)],
    ['one character long', `${good}0`],
    ['a space before', ` ${good}`],
    ['a space after', `${good} `],
    ['a line feed after', `${good}\n`],
    ['a carriage return after', `${good}\r\n`],
    ['an encoded line feed after', `${good}%0A`],
    ['a NUL after', `${good}\0`],
    ['lower case', good.toLowerCase()],
    ['upper case', good.toUpperCase()],
    ['an upper-case prefix', good.replace('gldt-', 'GLDT-')],
    ['the value twice', good + good],
    ['full-width digits', good.replace(/9/g, '９')],
    ['an older GitLab value of 20 characters', 'gldt-abcdefghijklmnopqrst'],
    ['a hexadecimal digest', 'a'.repeat(64)],
  ])('%s', (_, value) => {
    expect(prefixOf(value)).toBeUndefined()
  })

  test(`longer than ${tokenCharactersMax} characters, ten million of them as fast as one`, () => {
    const huge = good + '0'.repeat(10_000_000)
    const start = performance.now()
    expect(prefixOf(huge)).toBeUndefined()
    expect(performance.now() - start).toBeLessThan(50)
  })
})

describe('minting', () => {
  test('makes gldt-, 30 characters and a checksum that holds', () => {
    for (let i = 0; i < 200; i++) {
      const value = mintToken(tokenPrefixes.deployToken, counting(i))
      expect(value).toMatch(/^gldt-[0-9A-Za-z]{36}$/)
      expect(prefixOf(value)).toBe('gldt-')
    }
  })

  test('makes the value that these bytes stand for', () => {
    expect(mintToken('gldt-', () => new Uint8Array(60))).toBe(vectors[0].join(''))
    expect(mintToken('gldt-', () => new Uint8Array(60).fill(61))).toBe(vectors[1].join(''))
    expect(mintToken('gldt-', counting(0))).toBe(vectors[2].join(''))
  })

  test('favours no character: of the 248 bytes that count, each of the 62 characters is four', () => {
    const bytesOf = new Map<string, number>()
    for (let byte = 0; byte < 248; byte++) {
      const body = mintToken('gldt-', (count) => new Uint8Array(count).fill(byte)).slice(5, 35)
      // the same at every place of the body
      expect(new Set(body).size).toBe(1)
      bytesOf.set(body.slice(0, 1), (bytesOf.get(body.slice(0, 1)) ?? 0) + 1)
    }
    expect([...bytesOf.keys()].sort().join('')).toBe(alphabet)
    expect(new Set(bytesOf.values())).toEqual(new Set([4]))
  })

  test('drops the eight bytes that would favour the first letters, and asks for more', () => {
    let asked = 0
    const source = (count: number) => {
      asked++
      return new Uint8Array(count).fill(asked === 1 ? 250 : 10)
    }
    expect(mintToken('gldt-', source).slice(5, 35)).toBe('A'.repeat(30))
    expect(asked).toBe(2)
  })

  test.each([248, 249, 250, 251, 252, 253, 254, 255])('never takes byte %i', (byte) => {
    const source = (count: number) => Uint8Array.from({ length: count }, (_, i) => (i % 2 ? 61 : byte))
    expect(mintToken('gldt-', source).slice(5, 35)).toBe('z'.repeat(30))
  })
})

describe('a value that may be a personal access token', () => {
  const own = vectors[8].join('')

  test.each([
    ['one that we make', own],
    ['GitLab’s shape of 20 characters, as an operator chooses it', 'glpat-abcdefghijklmnopqrst'],
    ['20 characters without a prefix', 'abcdefghij0123456789'],
    ['128 characters', 'a-_Z'.repeat(32)],
    ['one character more than ours', `${own}0`],
  ])('%s is worth a look', (_, value) => {
    expect(mayBePersonalToken(value)).toBe(true)
    expect(isChosenToken(value)).toBe(value !== own)
  })

  test.each([
    ['nothing', ''],
    ['ours with one character changed', own.replace('L', 'M')],
    ['the value of a deploy token', good],
    ['the value of a deploy token, and one character more', `${good}0`],
    ['another kind’s prefix', 'glcbt-abcdefghijklmnopqrst'],
    ['19 characters', 'abcdefghij012345678'],
    ['129 characters', 'a'.repeat(129)],
    ['a line feed after', `${own}\n`],
    ['a space in it', 'correct horse battery staple'],
    ['a NUL', `${own}\0`],
    ['ten million characters', 'a'.repeat(10_000_000)],
  ])('%s is not', (_, value) => {
    expect(mayBePersonalToken(value)).toBe(false)
    expect(isChosenToken(value)).toBe(false)
  })
})

/** Bytes 0, 1, 2 … 255, 0 … one after another, over as many calls as it takes. */
function counting(start: number): (count: number) => Uint8Array {
  let next = start
  return (count) => Uint8Array.from({ length: count }, () => next++ % 256)
}
