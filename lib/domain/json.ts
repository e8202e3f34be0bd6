import { DomainError } from './error'
import type { JsonObject } from './package'

const depthMax = 32
const halfCharacter = /\p{Surrogate}/u

/**
 * The object that a client's JSON says. Error: `invalid`, with `label` in front, for what is no object, nests too deep to be
 * written again, would change what objects are, or holds what PostgreSQL's text does not: NUL, and halves of characters.
 */
export function readJsonObject(text: string, label: string): JsonObject {
  const value = parse(text, label)
  requireStorable(value, label)
  return value
}

/** As `readJsonObject`, of what has been parsed. */
export function requireStorable(value: unknown, label: string): asserts value is JsonObject {
  if (!isObject(value) || Array.isArray(value))
    throw new DomainError('invalid', `${label} is not a JSON object.`)
  let level: object[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > depthMax) throw new DomainError('invalid', `${label} nests too deep.`)
    if (level.some((part) => Object.hasOwn(part, '__proto__')))
      throw new DomainError('invalid', `${label} names __proto__.`)
    const parts = level.flatMap((part) => [...Object.keys(part), ...Object.values(part)])
    if (parts.some((part) => typeof part === 'string' && (part.includes('\0') || halfCharacter.test(part))))
      throw new DomainError('invalid', `${label} holds characters that are none.`)
    level = parts.filter(isObject)
  }
}

function parse(text: string, label: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new DomainError('invalid', `${label} is not JSON.`, { cause: error })
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
