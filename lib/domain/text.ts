import { z } from 'zod'

// Characters that hide, reorder or forge text: controls, line and paragraph separators, zero-width and soft
// hyphen, bidirectional marks, tag characters, lone surrogates.
const deceptive =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the point
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]|\p{Surrogate}/u
const stackedMarks = /\p{M}{17}/u
const edges = /^[^\S\ufeff\u2028\u2029]+|[^\S\ufeff\u2028\u2029]+$/g
const secretShape = /gl[a-z]{2,5}-[0-9A-Za-z_-]{20}/

/** Enough for 255 characters however they are composed; anything longer is refused before a pattern runs on it. */
const unitsMax = 2048

/**
 * One line of a person's text, trimmed and in NFC, of 1 to `charactersMax` code points, or none at all where it is
 * optional; an error in GitLab's words for any other.
 */
export function oneLine(label: string, charactersMax: number, { isOptional = false } = {}) {
  return z
    .string({ error: `${label} can't be blank` })
    .max(unitsMax, { error: tooLong(label, charactersMax), abort: true })
    .transform((value) => value.replace(edges, '').normalize('NFC'))
    .superRefine((value, context) => {
      const problem = isOptional && value === '' ? undefined : problemOf(value, label, charactersMax)
      if (problem) context.addIssue({ code: 'custom', message: problem })
    })
}

/** Text of a person on several lines, trimmed and in NFC, of at most `charactersMax` code points; it may be empty. */
export function manyLines(label: string, charactersMax: number) {
  return z
    .string({ error: `${label} must be text` })
    .max(8 * charactersMax, { error: tooLong(label, charactersMax), abort: true })
    .transform((value) => value.replace(/\r\n?/g, '\n').replace(edges, '').normalize('NFC'))
    .superRefine((value, context) => {
      const problem = value === '' ? undefined : problemOf(value, label, charactersMax, /[\n\t]/g)
      if (problem) context.addIssue({ code: 'custom', message: problem })
    })
}

function problemOf(value: string, label: string, charactersMax: number, allowed = /^$/): string | undefined {
  if (value === '') return `${label} can't be blank`
  if ([...value].length > charactersMax) return tooLong(label, charactersMax)
  if (deceptive.test(value.replace(allowed, '')))
    return `${label} can't contain control, invisible or direction-changing characters`
  if (stackedMarks.test(value)) return `${label} can't stack that many marks on one letter`
  if (secretShape.test(value)) return `${label} looks like a secret; choose one that may be seen`
  return undefined
}

export function tooLong(label: string, charactersMax: number): string {
  return `${label} is too long (maximum is ${charactersMax} characters)`
}

/** True where the text could be a token value of this product or of GitLab. */
export function looksLikeSecret(value: string): boolean {
  return secretShape.test(value)
}
