import type { Context } from 'hono'
import { badParameter, Refusal } from './refusals'
import type { RestDoor } from './rest-door'

type Parameters = Record<string, unknown>
type Entries = Iterable<[string, unknown]>

const bodyBytesMax = 1024 * 1024
const bodySecondsMax = 30
const depthMax = 16
const valuesMax = 10_000

/** The forms of a body, by its Content-Type. */
const readers: Record<string, (bytes: Uint8Array<ArrayBuffer>, type: string) => Entries | Promise<Entries>> =
  {
    'application/json': readJson,
    'application/x-www-form-urlencoded': readForm,
    'multipart/form-data': readForm,
  }

/**
 * The parameters in a request's body, JSON or a form; none for an empty one. `scopes[]` names the list `scopes`, in a
 * form as often as it has values, in JSON as another spelling. Errors: 400, 408, 413, 415.
 */
export async function readBody(c: Context<RestDoor>): Promise<Parameters> {
  const sent = c.req.header('content-type') ?? ''
  const bytes = await readBytes(c)
  if (bytes.length === 0) return {}
  const [, type = '', attributes = ''] = /^\s*([^;,\s]+)\s*(;[^,]*)?$/.exec(sent) ?? []
  const read = Object.hasOwn(readers, type.toLowerCase()) ? readers[type.toLowerCase()] : undefined
  const isReadable = !/charset/i.test(attributes) || /;\s*charset="?utf-?8"?\s*(;|$)/i.test(attributes)
  if (!read || !isReadable || !/^(identity)?$/i.test(c.req.header('content-encoding') ?? ''))
    throw unsupported
  return withLists(await read(bytes, sent))
}

const unsupported = new Refusal(415, { error: 'The provided content-type is not supported' })
const tooLarge = new Refusal(413, { message: '413 Request Entity Too Large' }, { Connection: 'close' })
const tooSlow = new Refusal(408, { message: '408 Request Timeout' }, { Connection: 'close' })

/** All of the body, or a refusal as soon as it is known to be too long or too slow; the rest is then not read. */
export async function readBytes(c: Context<RestDoor>): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(c.req.header('content-length') ?? 0) > bodyBytesMax) throw tooLarge
  const reader = c.req.raw.body?.getReader()
  if (!reader) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooSlow), bodySecondsMax * 1000)
  })
  try {
    for (let length = 0; ; ) {
      const { done, value } = await Promise.race([reader.read(), late])
      if (done) return Buffer.concat(chunks)
      length += value.length
      if (length > bodyBytesMax) throw tooLarge
      chunks.push(value)
    }
  } finally {
    clearTimeout(timer)
    reader.releaseLock()
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const notObject = badParameter('The body is not a JSON object')

function readJson(bytes: Uint8Array<ArrayBuffer>): Entries {
  const value = parseJson(bytes)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notObject
  refuseExcess(value)
  return Object.entries(value)
}

function parseJson(bytes: Uint8Array<ArrayBuffer>): unknown {
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch {
    throw notObject
  }
}

/** No honest request is this deep or has this many values, and PostgreSQL's text holds no NUL. */
function refuseExcess(document: object): void {
  let values = 0
  let level: unknown[] = [document]
  for (let depth = 0; level.length > 0; depth++) {
    values += level.length
    if (depth > depthMax || values > valuesMax) throw badParameter('The body holds too much')
    if (level.some((value) => typeof value === 'string' && value.includes('\0'))) throw holdsNul
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    )
  }
}

const holdsNul = badParameter('The body holds a NUL')

async function readForm(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Entries> {
  const form = await new Response(bytes, { headers: { 'Content-Type': type } }).formData().catch(() => {
    throw badParameter('The body is not a form')
  })
  const fields = [...form]
  if (fields.length > valuesMax) throw badParameter('The body holds too much')
  if (fields.some(([, value]) => typeof value === 'string' && value.includes('\0'))) throw holdsNul
  return fields.map(([name, value]) => [name, name.endsWith('[]') ? form.getAll(name) : value])
}

/** `scopes[]` under its plain name, unless that is there too. */
function withLists(entries: Entries): Parameters {
  const parameters = new Map(entries)
  for (const [name, value] of [...parameters]) {
    const plain = name.slice(0, -'[]'.length)
    if (name.endsWith('[]') && !parameters.has(plain)) parameters.set(plain, value)
  }
  return Object.fromEntries(parameters)
}
