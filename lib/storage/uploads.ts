import { createHash, type Hash, randomBytes, randomUUID } from 'node:crypto'
import fs, { type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { Digest, DigestAlgorithm } from '@/lib/domain/digest'
import { DomainError } from '@/lib/domain/error'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { digestOf } from './blobs'
import { isMissing, withinStorage } from './file-error'
import { arrivals, FileSink, type Incoming } from './incoming'

/** Whose upload it is, and for what: nobody else knows it, whatever its number. */
export interface UploadOwner {
  projectId: number
  imageName: string
  actor: { kind: string; id: number }
}

const privateMode = 0o700
const idForm = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const heartbeatMilliseconds = 10_000
/** A claim that showed no life for so long is that of a process that has ended. */
const claimMillisecondsMax = 45_000

/** Begins an empty upload, and gives its id. Error: that of `withinStorage`. */
export async function beginUpload(owner: UploadOwner): Promise<string> {
  const id = randomUUID()
  const folder = folderOf(owner)
  const open = () => fs.open(path.join(folder, id), 'wx', 0o600)
  const openAnew = async (error: unknown) => {
    if (!isMissing(error)) throw error
    await fs.mkdir(folder, { recursive: true, mode: privateMode })
    return open()
  }
  const file = await withinStorage(() => open().catch(openAnew))
  await file.close()
  return id
}

/** How many bytes of an upload have arrived; undefined where there is no such upload of this owner. */
export async function findUploadSize(owner: UploadOwner, id: string): Promise<number | undefined> {
  const found = await findUpload(folderOf(owner), id)
  return found?.size
}

/**
 * An upload that belongs to one request alone until `release`, `remove` or its file's move elsewhere. `busy` while it is
 * another's; undefined where there is no such upload.
 */
export async function claimUpload(owner: UploadOwner, id: string): Promise<UploadClaim | 'busy' | undefined> {
  if (!idForm.test(id)) return undefined
  const folder = folderOf(owner)
  const free = path.join(folder, id)
  const claimed = `${free}.${randomBytes(6).toString('hex')}`
  if (await take(free, claimed)) return UploadClaim.open(claimed, free)
  const found = await findUpload(folder, id)
  if (!found) return undefined
  if (Date.now() - found.changedAt < claimMillisecondsMax) return 'busy'
  return (await take(found.file, claimed)) ? UploadClaim.open(claimed, free) : 'busy'
}

/** Renames the file, for which one of many wins; its time is new before, so that no claim is born stale. */
async function take(file: string, claimed: string): Promise<boolean> {
  const now = new Date()
  return (await ifThere(fs.utimes(file, now, now))) && (await ifThere(fs.rename(file, claimed)))
}

/** True once this is done; false where the file is not there any more. */
async function ifThere(work: Promise<void>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

async function findUpload(folder: string, id: string) {
  if (!idForm.test(id)) return undefined
  const file = path.join(folder, id)
  return (await factsOf(file)) ?? (await findClaimed(folder, id)) ?? (await factsOf(file))
}

async function findClaimed(folder: string, id: string) {
  const names = await namesIn(folder)
  const name = names.find((entry) => entry.startsWith(`${id}.`))
  return name === undefined ? undefined : factsOf(path.join(folder, name))
}

async function factsOf(file: string) {
  try {
    const { size, mtimeMs } = await fs.stat(file)
    return { file, size, changedAt: mtimeMs }
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** What was hashed of an upload, up to an offset. */
interface Hashed {
  algorithm: DigestAlgorithm
  hash: Hash
  offset: number
}

/** Between the requests of one upload; who finds nothing here, or another offset, hashes the file at the end. */
const hashes = new Map<string, Hashed>()
const hashesMax = 1000

/** An upload while one request has it. */
export class UploadClaim {
  #hashed: Hashed | undefined
  #isHeld = true
  readonly #heart: NodeJS.Timeout

  private constructor(
    /** Where its bytes are for as long as it is claimed. */
    readonly path: string,
    private readonly free: string,
    private readonly file: FileHandle,
    /** Bytes that have arrived: the file's length, whatever happened before. */
    public size: number,
  ) {
    this.#heart = setInterval(() => this.#beat(), heartbeatMilliseconds).unref()
    const known = hashes.get(free)
    hashes.delete(free)
    if (known?.offset === size) this.#hashed = known
  }

  static async open(claimed: string, free: string): Promise<UploadClaim> {
    const file = await fs.open(claimed, 'r+')
    return new UploadClaim(claimed, free, file, (await file.stat()).size)
  }

  /**
   * Adds a body as it comes, hashing it with this algorithm if nothing has come before. What arrived stays, however it
   * ends. Errors: `invalid` for a body that breaks off, `tooLarge` once it would be, `unavailable` for a client too slow.
   */
  async append(incoming: Incoming, algorithm: DigestAlgorithm, tooLarge: () => Error): Promise<void> {
    if (this.size === 0) this.#hashed = { algorithm, hash: createHash(algorithm), offset: 0 }
    const sink = new FileSink(this.file, this.size)
    try {
      for await (const chunk of arrivals(incoming)) {
        if (sink.end + chunk.length > incoming.bytesMax) throw tooLarge()
        if (!this.#isHeld) throw new DomainError('conflict', 'The upload has gone on elsewhere.')
        this.#hashed?.hash.update(chunk)
        await sink.write(chunk)
      }
    } finally {
      await this.#settle(sink)
    }
  }

  /** The digest of all that has arrived, which is durable then. */
  async finish(algorithm: DigestAlgorithm): Promise<Digest> {
    await this.file.datasync()
    const digest =
      this.#hashed?.algorithm === algorithm
        ? (`${algorithm}:${this.#hashed.hash.copy().digest('hex')}` as const)
        : await digestOf(this.path, algorithm)
    // a beat later would change the time that seals a blob
    clearInterval(this.#heart)
    return digest
  }

  /** Leaves the upload to the next request, with what has arrived; after its file's move elsewhere, to nobody. */
  async release(): Promise<void> {
    clearInterval(this.#heart)
    await this.file.close()
    if (await ifThere(fs.rename(this.path, this.free))) this.#remember()
  }

  /** Ends the upload, with all that has arrived. */
  async remove(): Promise<void> {
    clearInterval(this.#heart)
    await this.file.close()
    await fs.rm(this.path, { force: true })
  }

  #remember(): void {
    if (!this.#hashed) return
    hashes.set(this.free, this.#hashed)
    const [oldest] = hashes.keys()
    if (hashes.size > hashesMax && oldest !== undefined) hashes.delete(oldest)
  }

  async #settle(sink: FileSink): Promise<void> {
    try {
      await sink.flush()
    } finally {
      this.size = (await this.file.stat()).size
      if (this.size !== sink.end) this.#hashed = undefined
      else if (this.#hashed) this.#hashed.offset = this.size
    }
  }

  /** A process that stood still for long has lost its claim to another, and must not write any more. */
  async #beat(): Promise<void> {
    const now = new Date()
    await fs.utimes(this.path, now, now).catch((error: unknown) => {
      if (isMissing(error)) this.#isHeld = false
      else log.warn({ err: error }, 'an upload could not be kept claimed')
    })
  }
}

/** Removes the uploads to which nothing has been added since then, and gives their number. */
export async function removeOldUploads(before: Date): Promise<number> {
  const root = path.join(env.dataDir, 'uploads')
  let removed = 0
  for (const folder of await namesIn(root)) {
    const place = path.join(root, folder)
    for (const name of await namesIn(place)) {
      const facts = await factsOf(path.join(place, name))
      if (!facts || facts.changedAt >= before.getTime()) continue
      await fs.rm(facts.file, { force: true })
      removed++
    }
    // one that is new may just be about to get its first; who begins an upload makes the folder again
    const isOld = ((await factsOf(place))?.changedAt ?? 0) < before.getTime()
    if (isOld) await fs.rmdir(place).catch(() => {})
  }
  return removed
}

async function namesIn(folder: string): Promise<string[]> {
  return fs.readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
}

function folderOf({ projectId, imageName, actor }: UploadOwner): string {
  const owner = JSON.stringify([projectId, imageName, actor.kind, actor.id])
  return path.join(env.dataDir, 'uploads', createHash('sha256').update(owner).digest('hex').slice(0, 16))
}
