/** The algorithms by which content is named here, and the digits of their hexadecimal form. */
export const digestDigits = { sha256: 64, sha512: 128 } as const

export type DigestAlgorithm = keyof typeof digestDigits

/** What content is called by: `sha256:` or `sha512:` and lower-case hexadecimal digits. */
export type Digest = `${DigestAlgorithm}:${string}`

/**
 * True for a digest of an algorithm that is known here:
 * https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests
 */
export function isDigest(text: string): text is Digest {
  return /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text)
}

/** The algorithm of a digest, and its digits. */
export function partsOf(digest: Digest): { algorithm: DigestAlgorithm; hex: string } {
  const algorithm = digest.startsWith('sha256:') ? 'sha256' : 'sha512'
  return { algorithm, hex: digest.slice(algorithm.length + 1) }
}
