/**
 * Token values: prefix, 30 base62 characters (178 bits), 6 base62 digits of CRC-32 over all before them, so that
 * a scanner can tell a leaked value from a look-alike offline. The checksum authenticates nothing.
 */
export const tokenPrefixes = { deployToken: 'gldt-', personalAccessToken: 'glpat-' } as const

export type TokenPrefix = (typeof tokenPrefixes)[keyof typeof tokenPrefixes]

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const bodyCharacters = 30
const checksumCharacters = 6
const shape = /^(gl[a-z]{2,5}-)([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/

/** Longest value any door looks at. */
export const tokenCharactersMax = 128

/** A new value; `randomBytes(n)` must give n bytes of a cryptographic source. */
export function mintToken(prefix: TokenPrefix, randomBytes: (count: number) => Uint8Array): string {
  let body = ''
  while (body.length < bodyCharacters) {
    // 248 is the largest multiple of 62 in a byte: taking more would favour the first letters
    for (const byte of randomBytes(bodyCharacters * 2)) {
      if (byte < 248 && body.length < bodyCharacters) body += alphabet[byte % 62]
    }
  }
  return prefix + body + checksumOf(prefix + body)
}

/** The prefix of a well-formed value, or undefined: the cheap gate before any digest or query. */
export function prefixOf(value: string): string | undefined {
  if (value.length > tokenCharactersMax) return undefined
  const [, prefix, body, checksum] = shape.exec(value) ?? []
  return prefix && body && checksumOf(prefix + body) === checksum ? prefix : undefined
}

/**
 * Whether a value may be a personal access token: the gate before any digest or query. A value of the shape that we
 * make must hold its checksum, so a mistyped one costs nothing, nor does one with another kind's prefix. An operator
 * may have chosen the first administrator's token (LATCHKEY_ROOT_TOKEN), without our length or checksum: whatever else
 * is made of 20 to 128 of its characters is worth the one look that finds out. It is counted as a failure if it was not.
 */
export function mayBePersonalToken(value: string): boolean {
  if (prefixOf(value) === tokenPrefixes.personalAccessToken) return true
  return isChosenToken(value)
}

/** True for a value that an operator may choose as a personal access token. */
export function isChosenToken(value: string): boolean {
  if (value.length > tokenCharactersMax || !/^[0-9A-Za-z_-]{20,}$/.test(value) || shape.test(value))
    return false
  return value.startsWith(tokenPrefixes.personalAccessToken) || !/^gl[a-z]{2,5}-/.test(value)
}

function checksumOf(text: string): string {
  let rest = crc32(text)
  let digits = ''
  for (let i = 0; i < checksumCharacters; i++) {
    digits = alphabet[rest % 62] + digits
    rest = Math.floor(rest / 62)
  }
  return digits
}

/** CRC-32 as in ISO 3309 and zlib, of ASCII text. */
function crc32(text: string): number {
  let crc = 0xffffffff
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i)
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
