import { type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { readAgainAfter } from './intervals'
import { keysFreshMilliseconds, readTicketKeys, type TicketKey } from './ticket-keys'

/** ES256 (RFC 7518): its signatures are small and quick to make, and every registry knows it. */
const algorithm = 'ES256'
/** Longer than any of ours: what is longer is not even looked at. */
const ticketCharactersMax = 16_384
/** Of those of one second; whatever more there are is verified each time. */
const verifiedMax = 1000

interface KeyRing {
  signing: TicketKey
  /** All that verify, by the one header under which each of them signs, as it stands in a ticket. */
  byHeader: Map<string, TicketKey>
  /** What was verified with them, forgotten with them: a client sends one ticket with many requests. */
  verified: Map<string, JWTPayload>
}

/** So that every process soon knows a key that was added, and forgets one that was removed. */
const keyRing = readAgainAfter(keysFreshMilliseconds, readKeyRing)

interface TicketValidity {
  issuer: string
  audience: string
  seconds: number
  /** How long before this moment they begin. */
  datedBackSeconds?: number
}

/** Signs these claims for an audience and a number of seconds. */
export async function signTicket(
  claims: Record<string, unknown>,
  { issuer, audience, seconds, datedBackSeconds = 0 }: TicketValidity,
): Promise<string> {
  const { signing } = await keyRing()
  const start = Math.floor(Date.now() / 1000) - datedBackSeconds
  return new SignJWT(claims)
    .setProtectedHeader(headerOf(signing))
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(start)
    .setNotBefore(start)
    .setExpirationTime(start + seconds)
    .setJti(crypto.randomUUID())
    .sign(signing.privateKey)
}

interface TicketReader {
  issuer: string
  audience: string
}

/** What a ticket claims, or undefined where it is not one of ours for this audience, or not any more. */
export async function verifyTicket(
  ticket: string,
  { issuer, audience }: TicketReader,
): Promise<Record<string, unknown> | undefined> {
  if (ticket.length > ticketCharactersMax) return undefined
  const ring = await keyRing()
  const name = `${issuer} ${audience} ${ticket}`
  const payload = ring.verified.get(name) ?? (await verify(ticket, ring, { issuer, audience }))
  if (!payload?.exp || payload.exp * 1000 <= Date.now()) return undefined
  if (ring.verified.size < verifiedMax) ring.verified.set(name, payload)
  return payload
}

async function verify(
  ticket: string,
  { byHeader }: KeyRing,
  reader: TicketReader,
): Promise<JWTPayload | undefined> {
  const [header = '', claims = ''] = ticket.split('.')
  // a header that is not to the letter one of ours names no key of ours: no algorithm, key or URL is taken from it
  const key = byHeader.get(header)
  if (!key) return undefined
  try {
    const { payload } = await jwtVerify(ticket, key.publicKey, {
      algorithms: [algorithm],
      ...reader,
      requiredClaims: ['exp', 'nbf'],
      clockTolerance: 0,
    })
    // as we write them: no name twice, no number that JSON does not have
    return JSON.stringify(payload) === Buffer.from(claims, 'base64url').toString() ? payload : undefined
  } catch {
    return undefined
  }
}

async function readKeyRing(): Promise<KeyRing> {
  const { all, signing } = await readTicketKeys()
  const byHeader = new Map(
    all.map((key) => [Buffer.from(JSON.stringify(headerOf(key))).toString('base64url'), key]),
  )
  return { signing, byHeader, verified: new Map() }
}

function headerOf({ id }: TicketKey) {
  return { alg: algorithm, typ: 'JWT', kid: id }
}
