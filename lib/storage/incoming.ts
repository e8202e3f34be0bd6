import type { FileHandle } from 'node:fs/promises'
import { DomainError } from '@/lib/domain/error'
import { inIntervals } from './intervals'
import { clientPace, Pace, paceCheckMilliseconds, tooSlow } from './pace'

const writeBytes = 1024 * 1024
const syncEveryBytes = 32 * 1024 * 1024

/** The bytes of a request, for a file. */
export interface Incoming {
  body: ReadableStream<Uint8Array>
  /** Bytes that the file may grow to. */
  bytesMax: number
  /** Asked at most once a second while bytes come in; what it rejects with ends the request. */
  confirm: () => Promise<void>
}

/** Writes one batch while the next comes in, and starts making it durable long before the end. */
export class FileSink {
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #writing: Promise<void> = Promise.resolve()
  #syncing: Promise<void> | undefined
  #syncedTo: number
  /** Where the next byte goes. */
  end: number

  constructor(
    private readonly file: FileHandle,
    offset: number,
  ) {
    this.end = offset
    this.#syncedTo = offset
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#waiting.push(chunk)
    this.#waitingBytes += chunk.length
    this.end += chunk.length
    if (this.#waitingBytes < writeBytes) return
    await this.#writing
    this.#writing = this.#writeBatch()
    // awaited later; without this a failure in between would count as handled by nobody
    this.#writing.catch(() => {})
    this.#syncNow()
  }

  async flush(): Promise<void> {
    await this.#writing
    await this.#writeBatch()
    await this.#syncing
  }

  async #writeBatch(): Promise<void> {
    if (this.#waitingBytes === 0) return
    const batch = this.#waiting
    const bytes = this.#waitingBytes
    const position = this.end - bytes
    this.#waiting = []
    this.#waitingBytes = 0
    const { bytesWritten } = await this.file.writev(batch, position)
    if (bytesWritten < bytes) await this.#writeRest(Buffer.concat(batch), bytesWritten, position)
  }

  /** A disk that is nearly full takes a part, and says why it takes no more when it is given the rest. */
  async #writeRest(bytes: Buffer, written: number, position: number): Promise<void> {
    while (written < bytes.length) {
      const rest = bytes.subarray(written)
      written += (await this.file.write(rest, 0, rest.length, position + written)).bytesWritten
    }
  }

  #syncNow(): void {
    if (this.#syncing || this.end - this.#syncedTo < syncEveryBytes) return
    this.#syncedTo = this.end
    // what fails here fails again where it is awaited, at the end
    this.#syncing = this.file.datasync().finally(() => {
      this.#syncing = undefined
    })
    this.#syncing.catch(() => {})
  }
}

/** The chunks of a body, as long as its sender is let in and keeps pace. */
export async function* arrivals({ body, confirm }: Incoming): AsyncGenerator<Uint8Array> {
  const pace = new Pace(clientPace, Date.now)
  const confirmNow = inIntervals(confirm)
  const reader = body.getReader()
  const check = setInterval(() => {
    if (pace.isStalled()) reader.cancel(tooSlow()).catch(() => {})
  }, paceCheckMilliseconds)
  try {
    for (;;) {
      pace.wait()
      const { done, value } = await reader.read().catch(brokeOff)
      if (done && pace.isStalled()) throw tooSlow()
      pace.move(value?.length ?? 0)
      await confirmNow()
      if (done) return
      yield value
    }
  } finally {
    clearInterval(check)
    reader.releaseLock()
  }
}

function brokeOff(error: unknown): never {
  throw new DomainError('invalid', 'The request body broke off.', { cause: error })
}
