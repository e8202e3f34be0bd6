import type { Context } from 'hono'
import { getManyValues, isMany, none } from 'stream-chain/core'
import { Assembler } from 'stream-json/assembler.js'
import { jsonParser, type Token } from 'stream-json/core/parser.js'
import { DomainError } from '@/lib/domain/error'
import { requireStorable } from '@/lib/domain/json'
import type { JsonObject } from '@/lib/domain/package'
import { requireLength } from '@/lib/http/packages/body-of'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { projectOf } from '@/lib/http/packages/project-of'
import { type OpenBody, type ReceivedFile, receiveFile } from '@/lib/services/packages/receive-file'
import { Base64Decoder } from './base64-decoder'

/** GitLab's limit for the file of an npm package. */
const fileBytesMax = 500 * 1024 ** 2
/** Everything of a document but its file: npm sends back all that it was told of a package. */
const charactersMax = 16 * 1024 ** 2
/** Of the rest in whatever characters. */
const besideBytesMax = charactersMax * 4
const valuesMax = 1_000_000
const depthMax = 32
const writtenBytes = 64 * 1024

/** A document without its file, and the file. */
export interface ReceivedDocument {
  document: JsonObject
  /** Undefined where there was none. */
  draft: ReceivedFile | undefined
}

/**
 * Receives a JSON document in which a file is text in base64, at `_attachments.<name>.data`, for a project's packages, as
 * `receiveFile` does a body: the file goes to the disk as it comes, the rest of the document is kept. Errors: those of
 * `receiveFile`; `invalid` for what is no such document, has two files, or is too large.
 */
export function receiveDocument<Value>(
  c: Context<PackageDoor>,
  use: (received: ReceivedDocument) => Promise<Value>,
): Promise<Value> {
  let reading: Reading | undefined
  const openBody: OpenBody = ({ bytesMax, tooLarge }) => {
    // the file is in base64
    requireLength(c, { bytesMax: (bytesMax * 4) / 3 + besideBytesMax, tooLarge })
    reading = readDocument(c.req.raw.body)
    return reading.file
  }
  const from = { openBody, bytesMax: fileBytesMax }
  return receiveFile(c.get('client'), projectOf(c), from, async (draft) => {
    if (!reading) throw new Error('a file came without a document')
    const { document, hasFile } = await reading.read
    return use({ document, draft: hasFile ? draft : undefined })
  })
}

interface Reading {
  file: ReadableStream<Uint8Array>
  /** Settles once all of the document has been read. */
  read: Promise<{ document: JsonObject; hasFile: boolean }>
}

function readDocument(body: ReadableStream<Uint8Array> | null): Reading {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const document = new DocumentReader(writable.getWriter())
  const read = document.take(body ?? new Blob([]).stream()).catch((error: unknown) => {
    throw error instanceof DomainError ? error : invalid('The document is not JSON.', error)
  })
  // whoever reads the file learns of it there
  read.catch((error: unknown) => document.abort(error))
  return { file: readable, read }
}

/** Puts a document together from its tokens, and its file aside. */
class DocumentReader {
  // keys and numbers whole, and texts as they come
  readonly #parse = jsonParser({ packStrings: false, streamKeys: false, streamNumbers: false })
  readonly #assembler = new Assembler()
  #text = ''
  /** So far, but for the file. */
  #characters = 0
  #values = 0
  #file: Base64Decoder | undefined
  #isInFile = false
  #written: Uint8Array[] = []
  #waitingBytes = 0

  constructor(private readonly writer: WritableStreamDefaultWriter<Uint8Array>) {}

  /** The document, once it has been read; the file ends with it, so that nobody takes it for whole before. */
  async take(body: AsyncIterable<Uint8Array>): Promise<{ document: JsonObject; hasFile: boolean }> {
    const utf8 = new TextDecoder('utf-8', { fatal: true })
    for await (const chunk of body) await this.#read(utf8.decode(chunk, { stream: true }))
    await this.#read(utf8.decode())
    await this.#read(none)
    const { current } = this.#assembler
    requireStorable(current, 'The document')
    if (this.#waitingBytes > 0) await this.#flush()
    await this.writer.close()
    return { document: current, hasFile: this.#file !== undefined }
  }

  abort(error: unknown): void {
    this.writer.abort(error).catch(() => {})
  }

  async #read(text: string | typeof none): Promise<void> {
    if (typeof text === 'string') this.#characters += text.length
    const parsed = this.#parse(text as string)
    for (const token of isMany(parsed) ? (getManyValues(parsed) as Token[]) : []) this.#take(token)
    if (this.#characters > charactersMax) throw invalid('The document is too large.')
    if (this.#waitingBytes >= writtenBytes) await this.#flush()
  }

  #take(token: Token): void {
    if (token.name === 'startString') this.#begin()
    else if (token.name === 'endString') this.#finish()
    else if (token.name !== 'stringChunk') this.#add(token)
    else if (this.#isInFile) {
      this.#characters -= token.value.length
      this.#write(this.#file?.decode(token.value))
    } else this.#text += token.value
  }

  #begin(): void {
    const { path, key } = this.#assembler
    this.#text = ''
    this.#isInFile = path.length === 2 && path[0] === '_attachments' && key === 'data'
    if (!this.#isInFile) return
    if (this.#file) throw invalid('A publication has exactly one file.')
    this.#file = new Base64Decoder()
  }

  #finish(): void {
    if (this.#isInFile) this.#write(this.#file?.end())
    this.#add({ name: 'stringValue', value: this.#text })
    this.#isInFile = false
  }

  #add(token: Token): void {
    if (++this.#values > valuesMax || this.#assembler.depth > depthMax)
      throw invalid('The document holds too much.')
    this.#assembler.consume(token)
  }

  #write(bytes: Uint8Array | undefined): void {
    if (!bytes || bytes.length === 0) return
    this.#written.push(bytes)
    this.#waitingBytes += bytes.length
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#written)
    this.#written = []
    this.#waitingBytes = 0
    await this.writer.write(bytes)
  }
}

function invalid(text: string, cause?: unknown): DomainError {
  return new DomainError('invalid', text, { cause })
}
