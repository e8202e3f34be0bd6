import { describe, expect, test } from 'vitest'
import { marshal, type RubyValue } from './ruby-marshal'

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

// what Ruby 3.1 writes of the same
describe('Marshal 4.8 of', () => {
  test.each<[string, RubyValue, string]>([
    ['nil', null, '\x04\b0'],
    ['true and false', [true, false], '\x04\b[\x07TF'],
    ['0 and 1', [0, 1], '\x04\b[\x07i\x00i\x06'],
    ['122 and 123', [122, 123], '\x04\b[\x07i\x7fi\x01\x7b'],
    ['300 and 70000', [300, 70_000], '\x04\b[\x07i\x02\x2c\x01i\x03\x70\x11\x01'],
    ['texts', ['a', 'é'], '\x04\b[\x07I"\x06a\x06:\x06ETI"\x07\xc3\xa9\x06;\x00T'],
    ['a hash', { pairs: [[{ symbol: 'name' }, 'a']] }, '\x04\b{\x06:\tnameI"\x06a\x06:\x06ET'],
    [
      'a version',
      ['a', { class: 'Gem::Version', marshalled: ['1.0'] }],
      '\x04\b[\x07I"\x06a\x06:\x06ETU:\x11Gem::Version[\x06I"\b1.0\x06;\x00T',
    ],
    [
      'a platform',
      {
        class: 'Gem::Platform',
        variables: [
          ['@cpu', 'x86_64'],
          ['@os', 'linux'],
          ['@version', null],
        ],
      },
      '\x04\bo:\x12Gem::Platform\b:\t@cpuI"\x0bx86_64\x06:\x06ET:\b@osI"\nlinux\x06;\x07T:\r@version0',
    ],
    ['what dumps itself', { class: 'A', dumped: bytes('xyz') }, '\x04\bu:\x06A\bxyz'],
  ])('%s', (_, value, expected) => {
    expect(marshal(value)).toEqual(bytes(expected))
  })

  test('a list longer than the first buffer', () => {
    const list = Array.from({ length: 2000 }, (_, i) => `gem-${i}`)
    expect(marshal(list).length).toBeGreaterThan(20_000)
  })
})
