import { z } from '@hono/zod-openapi'
import { DomainError } from '@/lib/domain/error'
import type { HolderKind, HolderName, PlaceName } from '@/lib/domain/holder'
import { instantOf } from '@/lib/domain/instant'
import { pageMax, perPageDefault, perPageMax } from '@/lib/domain/page'
import { accessLevels } from '@/lib/domain/role'
import { badParameter } from './refusals'

type Parameters = Record<string, unknown>

/**
 * What this schema makes of parameters. Errors, 400: in Grape's style (`error`) for what is missing, of another kind
 * or none of the values there are; in sentences (`message`) for what breaks a rule of the thing itself.
 */
export function parse<Schema extends z.ZodType>(schema: Schema, input: Parameters): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  const complaints = issues.flatMap((issue) => complaintOf(issue, input) ?? [])
  if (complaints.length > 0) throw badParameter([...new Set(complaints)].join(', '))
  const fields: Record<string, string[]> = {}
  for (const { path, message } of issues) {
    const name = String(path[0])
    fields[name] = [...new Set([...(fields[name] ?? []), message])]
  }
  throw new DomainError('invalid', 'A parameter breaks a rule.', { fields })
}

function complaintOf({ code, path }: z.core.$ZodIssue, input: Parameters): string | undefined {
  const name = String(path[0])
  if (code === 'invalid_type' || code === 'invalid_union')
    return `${name} is ${path.length === 1 && input[name] === undefined ? 'missing' : 'invalid'}`
  if (code === 'invalid_format') return `${name} is invalid`
  return code === 'invalid_value' ? `${name} does not have a valid value` : undefined
}

/** The last of each name, as Rack has it. */
export function readQuery(search: string): Parameters {
  return Object.fromEntries(new URLSearchParams(search))
}

interface Documented {
  type: 'integer' | 'boolean' | 'string'
  description?: string
  minimum?: number
  maximum?: number
}

/** Text that `read` makes something of; undefined is a complaint of this kind. */
function text<Value>(
  read: (text: string) => Value | undefined,
  documented: Documented,
  complaint: 'invalid_value' | 'invalid_format' = 'invalid_value',
) {
  return z
    .string()
    .transform((sent, context) => {
      const value = read(sent)
      if (value !== undefined) return value
      const issue =
        complaint === 'invalid_value' ? { code: complaint, values: [] } : { code: complaint, format: '' }
      context.issues.push({ ...issue, input: sent })
      return z.NEVER
    })
    .meta({ ...documented })
}

/** A whole number without a sign or leading zeros. Very large ones are beyond every row. */
const integer = (sent: string) => (/^(0|[1-9]\d*)$/.test(sent) ? Number(sent) : undefined)

/** `:id` of a place: digits alone are its number, anything else its full path, decoded once. */
export const placeId = text((sent): PlaceName => (/^\d+$/.test(sent) ? { id: integer(sent) ?? 0 } : sent), {
  type: 'string',
  description: 'The number, or the URL-encoded full path',
})

/** What every address of a place has. */
export const placeParams = z.object({ id: placeId })

/** The holder that a route of this kind of place is about. */
export function holderOf(kind: HolderKind, place: PlaceName): HolderName {
  return typeof place === 'string' ? { kind, fullPath: place } : { kind, ...place }
}

/** The number of a row. */
export const rowId = text(integer, { type: 'integer', description: 'The number' }, 'invalid_format')

/** A number that a row may have; PostgreSQL's own end before these do. */
export const rowNumber = text(
  (sent) => (Number.isSafeInteger(integer(sent)) ? integer(sent) : undefined),
  { type: 'integer', minimum: 0 },
  'invalid_format',
)

/** Grape's booleans, in any case. */
export const flag = text(
  (sent) => {
    if (/^(1|t|true|y|yes|on)$/i.test(sent)) return true
    return /^(0|f|false|n|no|off)$/i.test(sent) ? false : undefined
  },
  { type: 'boolean' },
)

/** What a body has as a number or a flag in JSON, and as text in a form. */
export function inBody<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(
    (sent) => (typeof sent === 'number' || typeof sent === 'boolean' ? String(sent) : sent),
    schema,
  )
}

/** Error: 400 where none of these parameters is there, in Grape's words. */
export function requireOneOf(body: Parameters, names: readonly string[]): void {
  if (names.some((name) => body[name] !== undefined)) return
  throw badParameter(`${names.join(', ')} are missing, at least one parameter must be provided`)
}

/** One of the access levels, by its number. */
export const levelNumber = text(
  (sent): number | undefined => Object.values(accessLevels).find((level) => level === integer(sent)),
  { type: 'integer' },
)

/** A name, or part of one, of at most 255 characters; they are looked for as they are. */
export const nameText = text((sent) => (sent.length <= 255 ? sent : undefined), { type: 'string' })
export const searchText = nameText.describe('Part of a name or path, in any case').default('')

/** A path in a repository, or the name of a branch, tag or commit; git is asked only for what can be one. */
export const gitText = text((sent) => (sent.length <= 4096 ? sent : undefined), {
  type: 'string',
  description: 'A path in the repository, or the name of a branch, tag or commit',
})

/** A date or time in ISO 8601. */
export const instantText = text(
  instantOf,
  { type: 'string', description: 'A date or time in ISO 8601' },
  'invalid_format',
)

/** More per page than there may be is the most there may be, as in GitLab. */
export const pageQuery = z.object({
  page: text((sent) => inRange(integer(sent), pageMax), {
    type: 'integer',
    description: 'Which page, from 1',
    minimum: 1,
  }).default(1),
  per_page: text((sent) => inRange(integer(sent), Number.POSITIVE_INFINITY), {
    type: 'integer',
    description: 'How many on a page',
    minimum: 1,
    maximum: perPageMax,
  }).default(perPageDefault),
})

function inRange(number: number | undefined, max: number): number | undefined {
  return number !== undefined && number >= 1 && number <= max ? number : undefined
}
