import { createHash, type Hash, randomUUID } from 'node:crypto'
import fs, { type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { Digest } from '@/lib/domain/digest'
import { env } from '@/lib/env'
import { withinStorage } from './file-error'
import { arrivals, FileSink, type Incoming } from './incoming'

const privateMode = 0o700

/** A file that has arrived whole, but that nobody can read yet. */
export interface Draft {
  path: string
  size: number
  digest: Digest
  sha512: Uint8Array<ArrayBuffer>
  sha1: Uint8Array<ArrayBuffer>
  md5: Uint8Array<ArrayBuffer>
  /** Settles once the bytes are on disk for certain: whoever answers that they are kept awaits it first. */
  durable: Promise<void>
}

/**
 * Receives a body as a file, hands it over while it is made durable, and removes what is left of it after that. Errors:
 * `invalid` for a body that breaks off, `tooLarge` once it would be, `unavailable` for a client too slow; those of
 * `withinStorage` and `use`.
 */
export async function withDraft<Value>(
  incoming: Incoming,
  tooLarge: () => Error,
  use: (draft: Draft) => Promise<Value>,
): Promise<Value> {
  const folder = path.join(env.dataDir, 'uploads', 'drafts')
  const place = path.join(folder, randomUUID())
  try {
    return await withinStorage(async () => {
      await fs.mkdir(folder, { recursive: true, mode: privateMode })
      return use(await receive(place, incoming, tooLarge))
    })
  } finally {
    await fs.rm(place, { force: true })
  }
}

/** All bytes of a draft that is known to be small. */
export function readDraft({ path: place }: Draft): Promise<Buffer> {
  return fs.readFile(place)
}

async function receive(place: string, incoming: Incoming, tooLarge: () => Error): Promise<Draft> {
  const [sha256, sha512, sha1, md5] = ['sha256', 'sha512', 'sha1', 'md5'].map((name) => createHash(name)) as [
    Hash,
    Hash,
    Hash,
    Hash,
  ]
  const file = await fs.open(place, 'wx', 0o600)
  try {
    const sink = new FileSink(file, 0)
    for await (const chunk of arrivals(incoming)) {
      if (sink.end + chunk.length > incoming.bytesMax) throw tooLarge()
      for (const hash of [sha256, sha512, sha1, md5]) hash.update(chunk)
      await sink.write(chunk)
    }
    await sink.flush()
    return {
      path: place,
      size: sink.end,
      digest: `sha256:${sha256.digest('hex')}`,
      sha512: new Uint8Array(sha512.digest()),
      sha1: new Uint8Array(sha1.digest()),
      md5: new Uint8Array(md5.digest()),
      durable: syncAndClose(file),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** In the time that it takes the file is looked into already. */
function syncAndClose(file: FileHandle): Promise<void> {
  const durable = file.datasync().finally(() => file.close())
  // a file that is refused in between is awaited by nobody
  durable.catch(() => {})
  return durable
}
