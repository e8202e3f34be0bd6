import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { env } from '@/lib/env'
import { syncPath } from './sync'
import { makeCertifiedKey } from './ticket-certificate'

// secrets/registry/ in the data directory: a file `<id>.pem` with each private key and its certificate, the id of the key
// that signs in `signing`, and all certificates in certificates.pem for a registry that is not ours. The command
// `npm run registry:keys` changes it while processes run, each of which reads it again every second.

/** For so long at most a process goes by what it read. */
export const keysFreshMilliseconds = 1000

const fileForm = /^(?:[A-Z2-7]{4}-){11}[A-Z2-7]{4}\.pem$/

export interface TicketKey {
  /** libtrust's name for it, as `keyId` makes it. */
  id: string
  privateKey: KeyObject
  publicKey: KeyObject
}

export interface TicketKeys {
  /** All that verify. */
  all: TicketKey[]
  /** The one of them that signs. */
  signing: TicketKey
}

/** Every key there is; at the very first call one is made. */
export async function readTicketKeys(): Promise<TicketKeys> {
  const found = await read()
  if (found) return found
  await makeFirst()
  const made = await read()
  if (!made) throw new Error(`No key in ${directory()} signs: "signing" must name one of them.`)
  return made
}

/** Makes the first key where there is none, and the file of certificates whatever was interrupted before. */
export async function prepareTicketKeys(): Promise<void> {
  await readTicketKeys()
  await writeCertificates()
}

/** Makes a key that verifies and does not sign yet, and gives its id. */
export async function addTicketKey(): Promise<string> {
  const id = await makeKey()
  await writeCertificates()
  return id
}

/** Lets this key sign, once every process knows it. Error: a sentence where there is no such key. */
export async function useTicketKey(id: string): Promise<void> {
  await requireKey(id)
  const { mtimeMs } = await fs.stat(fileOf(id))
  await sleep(Math.max(0, mtimeMs + 2 * keysFreshMilliseconds - Date.now()))
  await replace(signingFile(), `${id}\n`)
}

/** Ends a key: what it signed opens nothing any more. Error: a sentence for one that signs, or that is not there. */
export async function removeTicketKey(id: string): Promise<void> {
  const { signing } = await requireKey(id)
  if (signing.id === id) throw new Error(`${id} signs. Let another key sign before: use <kid>.`)
  await fs.rm(fileOf(id))
  await syncPath(directory())
  await writeCertificates()
}

async function requireKey(id: string): Promise<TicketKeys> {
  const keys = await readTicketKeys()
  if (!keys.all.some((key) => key.id === id)) throw new Error(`There is no key ${id}.`)
  return keys
}

async function read(): Promise<TicketKeys | undefined> {
  const signingId = await fs.readFile(signingFile(), 'utf8').catch(absent)
  if (signingId === undefined) return undefined
  const all = (await readFiles()).map(({ pem }) => keyIn(pem))
  const signing = all.find(({ id }) => id === signingId.trim())
  return signing && { all, signing }
}

/** The files of the keys, the oldest first. */
async function readFiles(): Promise<{ pem: string }[]> {
  const names = (await fs.readdir(directory())).filter((name) => fileForm.test(name))
  const files = names.map(async (name) => {
    const file = path.join(directory(), name)
    // one that is removed at this moment is none any more
    const [pem, facts] = await Promise.all([fs.readFile(file, 'utf8'), fs.stat(file)]).catch(
      async (error) => [await absent(error)],
    )
    return pem === undefined || facts === undefined ? [] : [{ pem, madeAt: facts.mtimeMs }]
  })
  return (await Promise.all(files)).flat().sort((one, other) => one.madeAt - other.madeAt)
}

function keyIn(pem: string): TicketKey {
  const privateKey = createPrivateKey(pem)
  const publicKey = createPublicKey(privateKey)
  return { id: keyId(publicKey), privateKey, publicKey }
}

/** Of two first starts, both sign with the key of the one that won. */
async function makeFirst(): Promise<void> {
  await fs.mkdir(directory(), { recursive: true, mode: 0o700 })
  const id = await makeKey()
  if (!(await create(signingFile(), `${id}\n`))) await fs.rm(fileOf(id))
  await writeCertificates()
}

/** A key in a file that has its certificate too, so that there is never one without the other. */
async function makeKey(): Promise<string> {
  const { privateKey, certificate } = await makeCertifiedKey()
  const { id } = keyIn(privateKey)
  await create(fileOf(id), privateKey + certificate)
  return id
}

/** For CNCF Distribution's `rootcertbundle`: https://distribution.github.io/distribution/about/configuration/#token */
async function writeCertificates(): Promise<void> {
  const certificate = /-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n/s
  const pems = (await readFiles()).map(({ pem }) => certificate.exec(pem)?.[0] ?? '')
  await replace(path.join(directory(), 'certificates.pem'), pems.join(''))
}

/** Durable before it has its name; false where that name is taken. */
async function create(file: string, text: string): Promise<boolean> {
  const draft = await writeDraft(file, text)
  try {
    await fs.link(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  } finally {
    await fs.rm(draft)
    await syncPath(directory())
  }
}

async function replace(file: string, text: string): Promise<void> {
  await fs.rename(await writeDraft(file, text), file)
  await syncPath(directory())
}

async function writeDraft(file: string, text: string): Promise<string> {
  const draft = `${file}.${crypto.randomUUID()}`
  await fs.writeFile(draft, text, { mode: 0o600, flush: true })
  return draft
}

function directory(): string {
  return path.join(env.dataDir, 'secrets', 'registry')
}

function signingFile(): string {
  return path.join(directory(), 'signing')
}

function fileOf(id: string): string {
  return path.join(directory(), `${id.replaceAll(':', '-')}.pem`)
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
  return undefined
}

/**
 * libtrust's name for a public key, by which registries find it: the first 30 bytes of its SHA-256 in base32, in groups
 * of four: https://distribution.github.io/distribution/spec/auth/jwt/
 */
function keyId(publicKey: KeyObject): string {
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
