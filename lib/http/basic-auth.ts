/** A user name and password as a client sent them, decoded. */
export interface BasicCredentials {
  username: string
  password: string
}

/** None sent; sent, but not in a form this door reads; or read. */
export type Presented = 'none' | 'malformed' | BasicCredentials

/** Longer than any user name and value together; what is longer is not even decoded. */
const encodedCharactersMax = 2048

const form = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The credentials of an Authorization header by RFC 7617: the scheme in any case, strict base64, UTF-8, parted at the
 * first colon, so that a password may hold colons and `+` stays a plus sign.
 */
export function readBasicAuth(header: string | undefined): Presented {
  if (header === undefined) return 'none'
  if (header.length > encodedCharactersMax) return 'malformed'
  const text = decode(form.exec(header)?.[1] ?? '')
  const colon = text?.indexOf(':') ?? -1
  if (text === undefined || colon === -1 || text.includes('\0')) return 'malformed'
  return { username: text.slice(0, colon), password: text.slice(colon + 1) }
}

function decode(encoded: string): string | undefined {
  const bytes = Buffer.from(encoded, 'base64')
  // Buffer forgives what base64 does not allow; writing it back shows whether it had to
  if (unpadded(bytes.toString('base64')) !== unpadded(encoded)) return undefined
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** Some clients leave the padding out, which changes nothing of what is meant. */
function unpadded(encoded: string): string {
  return encoded.replace(/=+$/, '')
}
