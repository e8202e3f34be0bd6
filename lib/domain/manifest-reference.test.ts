import { expect, test } from 'vitest'
import { parseManifestReference } from './manifest-reference'

const hex = '0123456789abcdef'.repeat(4)

test.each([`sha256:${hex}`, `sha512:${hex}${hex}`])('%s is a digest', (digest) => {
  expect(parseManifestReference(digest)).toEqual({ digest })
})

test.each(['latest', '_', 'V1.0-rc_1', hex, 'x'.repeat(128), 'sha256-0123'])('%s is a tag', (tag) => {
  expect(parseManifestReference(tag)).toEqual({ tag })
})

test.each(['', '..', '-x', '.x', 'x'.repeat(129), 'a/b', 'é', 'a b', 'a\n', 'a\0'])(
  '%j is no tag',
  (text) => {
    expect(() => parseManifestReference(text)).toThrow(
      expect.objectContaining({ registryCode: 'TAG_INVALID' }),
    )
  },
)

test.each([
  'sha256:',
  `sha256:${hex.slice(1)}`,
  `sha256:${hex.toUpperCase()}`,
  `md5:${hex}`,
  `sha512:${hex}`,
  `a:${hex}`,
])('%s is no digest', (text) => {
  expect(() => parseManifestReference(text)).toThrow(
    expect.objectContaining({ registryCode: 'DIGEST_INVALID' }),
  )
})
