import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Context } from 'hono'
import { Assembler } from 'stream-json/assembler.js'
import { parser, type Token } from 'stream-json/parser.js'
import { DomainError } from '@/lib/domain/error'
import { requireStorable } from '@/lib/domain/json'
import type { JsonObject } from '@/lib/domain/package'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { projectOf } from '@/lib/http/packages/project-of'
import { type ReceivedFile, receiveFile } from '@/lib/services/packages/receive-file'
import { Base64Decoder } from './base64-decoder'

/** GitLab's limit for the file of an npm package. */
const fileBytesMax = 500 * 1024 ** 2
/** Everything of a document but its file: npm sends back all that it was told of a package. */
const charactersMax = 16 * 1024 ** 2
const valuesMax = 1_000_000
const depthMax = 32
const writtenBytes = 64 * 1024

/** A document without its files, and the one file that was in it; of several the first bytes of none are kept apart. */
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
  const openBody = () => {
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
  const sent = Readable.fromWeb((body ?? new Blob([]).stream()) as never)
  const tokens = parser.asStream({ packStrings: false, streamKeys: false, streamNumbers: false })
  const read = pipeline(sent, tokens, (source: AsyncIterable<Token>) => document.take(source)).then(
    () => document.end(),
    (error: unknown) => {
      throw error instanceof DomainError ? error : invalid('The document is not JSON.', error)
    },
  )
  // whoever reads the file learns of it there
  read.catch((error: unknown) => document.abort(error))
  return { file: readable, read }
}

/** Puts a document together from its tokens, and its file aside. */
class DocumentReader {
  readonly #assembler = new Assembler()
  #text = ''
  #characters = 0
  #values = 0
  #file: Base64Decoder | undefined
  #isInFile = false
  #written: Uint8Array[] = []
  #waitingBytes = 0

  constructor(private readonly writer: WritableStreamDefaultWriter<Uint8Array>) {}

  async take(tokens: AsyncIterable<Token>): Promise<void> {
    for await (const token of tokens) {
      if (token.name === 'startString') this.#begin()
      else if (token.name === 'stringChunk') {
        if (this.#isInFile) await this.#write(this.#file?.decode(token.value))
        else this.#text += this.#count(token.value)
      } else if (token.name === 'endString') await this.#finish()
      else this.#add(token)
    }
  }

  /** The document, once it has been read; the file ends here too, so that nobody takes it for whole before. */
  async end(): Promise<{ document: JsonObject; hasFile: boolean }> {
    const { current } = this.#assembler
    requireStorable(current, 'The document')
    await this.#flush()
    await this.writer.close()
    return { document: current, hasFile: this.#file !== undefined }
  }

  abort(error: unknown): void {
    this.writer.abort(error).catch(() => {})
  }

  #begin(): void {
    const { path, key } = this.#assembler
    this.#text = ''
    this.#isInFile = path.length === 2 && path[0] === '_attachments' && key === 'data'
    if (!this.#isInFile) return
    if (this.#file) throw invalid('A publication has exactly one file.')
    this.#file = new Base64Decoder()
  }

  async #finish(): Promise<void> {
    if (this.#isInFile) await this.#write(this.#file?.end())
    this.#add({ name: 'stringValue', value: this.#text })
    this.#isInFile = false
  }

  #add(token: Token): void {
    if (++this.#values > valuesMax || this.#assembler.depth > depthMax)
      throw invalid('The document holds too much.')
    if (token.name === 'keyValue' || token.name === 'numberValue') this.#count(token.value)
    this.#assembler.consume(token)
  }

  #count(text: string): string {
    this.#characters += text.length
    if (this.#characters > charactersMax) throw invalid('The document is too large.')
    return text
  }

  async #write(bytes: Uint8Array | undefined): Promise<void> {
    if (!bytes || bytes.length === 0) return
    this.#written.push(bytes)
    this.#waitingBytes += bytes.length
    if (this.#waitingBytes >= writtenBytes) await this.#flush()
  }

  async #flush(): Promise<void> {
    if (this.#waitingBytes === 0) return
    const bytes = Buffer.concat(this.#written)
    this.#written = []
    this.#waitingBytes = 0
    await this.writer.write(bytes)
  }
}

function invalid(text: string, cause?: unknown): DomainError {
  return new DomainError('invalid', text, { cause })
}
