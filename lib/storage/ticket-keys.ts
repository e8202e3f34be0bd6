import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { jwtVerify, SignJWT } from 'jose'
import { env } from '@/lib/env'
import { syncPath } from './sync'

/** ES256 (RFC 7518): its signatures are small and quick to make, and every registry knows it. */
const algorithm = 'ES256'

interface TicketKey {
  id: string
  privateKey: KeyObject
  publicKey: KeyObject
}

let loading: Promise<TicketKey> | undefined

/** Signs these claims for an audience and a number of seconds. */
export async function signTicket(
  claims: Record<string, unknown>,
  { issuer, audience, seconds }: { issuer: string; audience: string; seconds: number },
): Promise<string> {
  const { id, privateKey } = await signingKey()
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, typ: 'JWT', kid: id })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + seconds)
    .setJti(crypto.randomUUID())
    .sign(privateKey)
}

/** What a ticket claims, or undefined where it is not one of ours for this audience, or not any more. */
export async function verifyTicket(
  ticket: string,
  { issuer, audience }: { issuer: string; audience: string },
): Promise<Record<string, unknown> | undefined> {
  const key = await signingKey()
  try {
    const { payload } = await jwtVerify(ticket, key.publicKey, {
      algorithms: [algorithm],
      issuer,
      audience,
      requiredClaims: ['exp', 'nbf'],
      clockTolerance: 0,
    })
    return payload
  } catch {
    return undefined
  }
}

function signingKey(): Promise<TicketKey> {
  loading ??= load()
  return loading
}

async function load(): Promise<TicketKey> {
  const file = path.join(env.dataDir, 'secrets', 'registry', 'ticket-key.pem')
  const pem = await fs.readFile(file, 'utf8').catch(() => make(file))
  const privateKey = createPrivateKey(pem)
  const publicKey = createPublicKey(privateKey)
  return { id: keyId(publicKey), privateKey, publicKey }
}

/** Durable before it is used, and made once: of two first starts, both read the one that won. */
async function make(file: string): Promise<string> {
  await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  const draft = `${file}.${crypto.randomUUID()}`
  await fs.writeFile(draft, pem, { mode: 0o600, flush: true })
  await fs.link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await fs.rm(draft)
  await syncPath(path.dirname(file))
  return fs.readFile(file, 'utf8')
}

/**
 * libtrust's name for a public key, by which registries find it: the first 30 bytes of its SHA-256 in base32, in groups
 * of four: https://distribution.github.io/distribution/spec/auth/jwt/
 */
export function keyId(publicKey: KeyObject): string {
  const digest = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
  return (base32(digest.subarray(0, 30)).match(/.{4}/g) ?? []).join(':')
}

/** RFC 4648, 6; thirty bytes need no padding. */
function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)])
    .join('')
}
