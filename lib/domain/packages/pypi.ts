import { explain, validRange } from '@renovatebot/pep440'
import { z } from 'zod'

const nameCharactersMax = 255
const versionCharactersMax = 128
const specifierCharactersMax = 255
/** Numbers of more digits are not told apart. */
const longNumber = /\d{16}/

/** https://packaging.python.org/en/latest/specifications/name-normalization/#name-format */
export const pypiName = z
  .string({ error: "name can't be blank" })
  .max(nameCharactersMax, {
    error: `name is too long (maximum is ${nameCharactersMax} characters)`,
    abort: true,
  })
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/, { error: 'name is invalid' })

/** https://packaging.python.org/en/latest/specifications/version-specifiers/ */
export const pypiVersion = z
  .string({ error: "version can't be blank" })
  .refine((version) => pypiVersionKey(version) !== undefined, { error: 'version is invalid' })

/** The one spelling of a project's name: https://peps.python.org/pep-0503/#normalized-names */
export function pypiNameKey(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase()
}

/**
 * The one spelling of a version, in which also the zeros at the end of a release are gone; undefined for what is none:
 * https://packaging.python.org/en/latest/specifications/version-specifiers/#normalization
 */
export function pypiVersionKey(version: string): string | undefined {
  if (version.length > versionCharactersMax || /\s/.test(version) || longNumber.test(version))
    return undefined
  const read = explain(version)
  if (!read) return undefined
  const start = read.base_version.replace(/(\.0)+$/, '')
  const rest = read.public.slice(read.base_version.length)
  return start + rest + (read.local ? `+${read.local}` : '')
}

/** True for what may stand behind `Requires-Python`. */
export function isPythonSpecifier(text: string): boolean {
  return text.length <= specifierCharactersMax && /^[\x20-\x7e]+$/.test(text) && validRange(text)
}

/** True where two specifiers have the same clauses, in whatever order. */
export function isSameSpecifier(left: string, right: string): boolean {
  const clauses = (text: string) =>
    text
      .replace(/\s/g, '')
      .split(',')
      .filter((clause) => clause !== '')
      .sort()
      .join()
  return clauses(left) === clauses(right)
}

/** What a distribution's file name says of it. */
export interface Distribution {
  type: 'bdist_wheel' | 'sdist'
  nameKey: string
  versionKey: string
}

const wheelForm =
  /^([A-Za-z0-9._]+)-([A-Za-z0-9._!+]+)(?:-\d[A-Za-z0-9._]*)?-[A-Za-z0-9._]+-[A-Za-z0-9._]+-[A-Za-z0-9._]+\.whl$/
const sdistForm = /^([A-Za-z0-9._-]+)-([A-Za-z0-9._!+]+)\.tar\.gz$/

/**
 * Reads the file name of a wheel or of a source distribution; undefined for every other:
 * https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-name-convention and
 * https://packaging.python.org/en/latest/specifications/source-distribution-format/#source-distribution-file-name
 */
export function readDistributionName(file: string): Distribution | undefined {
  if (file.length > nameCharactersMax) return undefined
  const type = file.endsWith('.whl') ? 'bdist_wheel' : 'sdist'
  const [, name, version = ''] = (type === 'sdist' ? sdistForm : wheelForm).exec(file) ?? []
  const versionKey = pypiVersionKey(version)
  return name && versionKey ? { type, nameKey: pypiNameKey(name), versionKey } : undefined
}
