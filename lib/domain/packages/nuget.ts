import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'

const nameLengthMax = 100
const versionLengthMax = 255
const numberMax = 2 ** 31 - 1
const versionForm = /^(\d+(?:\.\d+){0,3})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z.-]+))?$/

/** A package's id: https://learn.microsoft.com/nuget/reference/nuspec#id */
export const nugetName = z
  .string()
  .max(nameLengthMax, { error: `The package id is longer than ${nameLengthMax} characters.`, abort: true })
  .regex(/^\w+(?:[.-]\w+)*$/, { error: 'The package id is invalid.' })

/** A version with up to four numbers, as it is written once normalised: https://learn.microsoft.com/nuget/concepts/package-versioning#normalized-version-numbers */
export const nugetVersion = z.string().transform((written, context) => {
  const version = parseVersion(written)
  if (version) return spell(version)
  context.addIssue({ code: 'custom', message: 'The package version is invalid.' })
  return z.NEVER
})

/** The one spelling of ids that differ by case alone. */
export function nugetNameKey(name: string): string {
  return name.toLowerCase()
}

/** The one spelling of versions that are one to NuGet: normalised, in lower case, without the metadata of their build. */
export function nugetVersionKey(version: string): string {
  return spell({ ...needVersion(version), build: undefined }).toLowerCase()
}

/** A file of a version, as clients ask for it. */
export function nugetFileName(name: string, version: string, extension: 'nupkg' | 'snupkg'): string {
  return `${nugetNameKey(name)}.${nugetVersionKey(version)}.${extension}`
}

/** True for `1.0.0-beta` and its like. */
export function isPrerelease(version: string): boolean {
  return needVersion(version).labels.length > 0
}

/** Versions without doubles, from the lowest to the highest; of those that are one to NuGet the first stays. */
export function inVersionOrder<Versioned extends { version: string }>(
  versions: readonly Versioned[],
): Versioned[] {
  const parsed = new Map<string, { one: Versioned; version: Version }>()
  for (const one of versions) {
    const key = nugetVersionKey(one.version)
    if (!parsed.has(key)) parsed.set(key, { one, version: needVersion(one.version) })
  }
  return [...parsed.values()]
    .sort((left, right) => compare(left.version, right.version))
    .map(({ one }) => one)
}

interface Version {
  /** Four of them. */
  numbers: number[]
  /** What comes after the hyphen. */
  labels: string[]
  build: string | undefined
}

function parseVersion(written: string): Version | undefined {
  if (written.length > versionLengthMax) return undefined
  const [, digits, labels, build] = versionForm.exec(written) ?? []
  const numbers = digits?.split('.').map(Number) ?? []
  if (numbers.length === 0 || numbers.some((number) => number > numberMax)) return undefined
  while (numbers.length < 4) numbers.push(0)
  return { numbers, labels: labels?.split('.') ?? [], build }
}

/** Of versions that were read before. */
function needVersion(version: string): Version {
  const parsed = parseVersion(version)
  if (!parsed) throw new DomainError('invalid', 'The package version is invalid.')
  return parsed
}

function spell({ numbers, labels, build }: Version): string {
  const shown = numbers[3] === 0 ? numbers.slice(0, 3) : numbers
  const label = labels.length > 0 ? `-${labels.join('.')}` : ''
  return `${shown.join('.')}${label}${build === undefined ? '' : `+${build}`}`
}

function compare(left: Version, right: Version): number {
  for (const [i, number] of left.numbers.entries()) {
    const difference = number - (right.numbers[i] ?? 0)
    if (difference !== 0) return difference
  }
  if (left.labels.length === 0 || right.labels.length === 0) return right.labels.length - left.labels.length
  return compareLabels(left.labels, right.labels)
}

/** SemVer 2, 11.4, whatever their case. */
function compareLabels(left: string[], right: string[]): number {
  for (const [i, label] of left.entries()) {
    const other = right[i]
    if (other === undefined) return 1
    const difference = compareLabel(label.toLowerCase(), other.toLowerCase())
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

function compareLabel(left: string, right: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)]
  if (isNumber && isOtherNumber) return Number(left) - Number(right)
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1
  return left < right ? -1 : Number(left > right)
}
