import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { env } from '@/lib/env'

type Purpose = 'deploy-token digest' | 'personal-access-token digest' | 'session' | 'throttle'

const derived = new Map<string, Buffer>()

/**
 * The 32-byte key for one purpose, derived (HKDF, RFC 5869) from the instance's one secret, so that no two
 * purposes ever share a key. The secret comes from LATCHKEY_SECRET or a file made at first start; it is not in
 * the database, and who loses it loses every token.
 */
export function keyFor(purpose: Purpose): Buffer {
  let key = derived.get(purpose)
  if (!key) {
    key = Buffer.from(hkdfSync('sha256', instanceSecret(), '', `latchkey ${purpose} v1`, 32))
    derived.set(purpose, key)
  }
  return key
}

/** What is stored and looked up in place of a deploy token's value: HMAC-SHA-256, 32 bytes. */
export function digestToken(value: string): Uint8Array<ArrayBuffer> {
  return digestUnder('deploy-token digest', value)
}

/** What is stored and looked up in place of a personal access token's value, under a key of its own. */
export function digestPersonalToken(value: string): Uint8Array<ArrayBuffer> {
  return digestUnder('personal-access-token digest', value)
}

function digestUnder(purpose: Purpose, value: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac('sha256', keyFor(purpose)).update(value).digest())
}

/** A short keyed name for text that must not be stored as it is, such as what was typed as a login. */
export function pseudonymOf(text: string): string {
  return createHmac('sha256', keyFor('throttle')).update(text).digest('hex').slice(0, 32)
}

/** Equality whose duration tells nothing of where two texts differ. */
export function isSameText(left: string, right: string): boolean {
  const digest = (text: string) => createHmac('sha256', keyFor('throttle')).update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}

function instanceSecret(): string | Buffer {
  if (env.secret) return env.secret
  const file = path.join(env.dataDir, 'secrets', 'instance.key')
  try {
    return fs.readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  return makeInstanceSecret(file)
}

/** Durable before it is used, and made once: of two first starts, both read the one that won. */
function makeInstanceSecret(file: string): Buffer {
  const directory = path.dirname(file)
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  fs.writeFileSync(draft, randomBytes(32), { mode: 0o600, flush: true })
  try {
    fs.linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  fs.rmSync(draft)
  const opened = fs.openSync(directory, 'r')
  fs.fsyncSync(opened)
  fs.closeSync(opened)
  return fs.readFileSync(file)
}
