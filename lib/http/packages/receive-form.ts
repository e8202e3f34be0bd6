import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy } from '@fastify/busboy'
import type { Context } from 'hono'
import { DomainError } from '@/lib/domain/error'
import { type OpenBody, type ReceivedFile, receiveFile } from '@/lib/services/packages/receive-file'
import { requireLength } from './body-of'
import type { PackageDoor } from './package-door'
import { projectOf } from './project-of'

const fieldsMax = 500
const fieldBytesMax = 1024 * 1024
/** What a form with the largest file has beside it, at most. */
const besideBytesMax = 64 * 1024 * 1024

/** What a form held: its fields in their order, by name, and its one file. */
export interface ReceivedForm {
  fields: Map<string, string[]>
  /** The name of the part that the file came in. */
  part: string
  /** As the client names it, without folders. */
  fileName: string
  draft: ReceivedFile
}

type Body = ReadableStream<Uint8Array>

/**
 * Receives a multipart form (RFC 7578) with exactly one file, in whatever part, for a project's packages, as `receiveFile`
 * does a body. Nothing in the form says where the file goes. Errors: those of `receiveFile`; `invalid` for another body, for
 * no file or more than one, and for too many or too large fields. `mend` makes a form of what a client sends in its stead.
 */
export function receiveForm<Value>(
  c: Context<PackageDoor>,
  use: (form: ReceivedForm) => Promise<Value>,
  mend = (body: Body): Body => body,
): Promise<Value> {
  const type = c.req.header('content-type') ?? ''
  if (!/^multipart\/form-data *;/i.test(type)) throw new DomainError('invalid', 'The body must be a form.')
  let form: Form | undefined
  const openBody: OpenBody = ({ bytesMax, tooLarge }) => {
    requireLength(c, { bytesMax: bytesMax + besideBytesMax, tooLarge })
    form = readForm(mend(c.req.raw.body ?? new Blob([]).stream()), type)
    return form.file
  }
  return receiveFile(c.get('client'), projectOf(c), { openBody }, async (draft) => {
    if (!form) throw new Error('a file came without a form')
    await form.read
    return use({ fields: form.fields, ...form.named(), draft })
  })
}

interface Form {
  fields: Map<string, string[]>
  file: Body
  /** Part and file, once it has begun. */
  named: () => { part: string; fileName: string }
  /** Settles once all of the form has been read. */
  read: Promise<void>
}

function readForm(body: Body, type: string): Form {
  const fields = new Map<string, string[]>()
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  let named: { part: string; fileName: string } | undefined
  let source: Readable | undefined
  const parser = makeParser(type)
  parser.on('field', (name, value, nameTruncated, valueTruncated) => {
    if (nameTruncated || valueTruncated) parser.destroy(invalid('A field of the form is too large.'))
    else fields.set(name, [...(fields.get(name) ?? []), value])
  })
  parser.on('file', (part, content, sent = '') => {
    if (named) parser.destroy(invalid('The form has more than one file.'))
    named = { part, fileName: sent.replace(/^.*[/\\]/s, '') }
    source = content
    ;(Readable.toWeb(content) as Body).pipeTo(writable).catch(() => {})
  })
  parser.on('fieldsLimit', () => parser.destroy(invalid('The form has too many fields.')))
  parser.on('partsLimit', () => parser.destroy(invalid('The form has too many parts.')))
  const read = pipeline(Readable.fromWeb(body as never), parser).then(
    () => {
      if (!named) throw invalid('The form has no file.')
    },
    (error: unknown) => {
      throw error instanceof DomainError ? error : invalid('The form cannot be read.')
    },
  )
  // whoever reads the file learns of it there; once it has begun, nothing else can end it
  read.catch((error: unknown) => {
    if (source) source.destroy(error as Error)
    else writable.abort(error).catch(() => {})
  })
  return { fields, file: readable, named: () => named ?? { part: '', fileName: '' }, read }
}

function makeParser(type: string) {
  try {
    return new Busboy({
      headers: { 'content-type': type },
      limits: { fields: fieldsMax, fieldSize: fieldBytesMax, fieldNameSize: 200, headerPairs: 20 },
    })
  } catch (error) {
    throw new DomainError('invalid', 'The form cannot be read.', { cause: error })
  }
}

function invalid(text: string): DomainError {
  return new DomainError('invalid', text)
}
