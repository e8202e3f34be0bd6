import semver from 'semver'
import type { GoModule } from './go-module'

/** What the name of a commit that no tag names says of it: https://go.dev/ref/mod#pseudo-versions */
export interface PseudoVersion {
  /** The version before it, whose tag must be in the commit's history. */
  base: string | undefined
  /** Of the commit, in UTC: `yyyymmddhhmmss`. */
  time: string
  /** The first twelve digits of the commit's id. */
  revision: string
}

const pseudoForm = /^v\d+\.(?:0\.0-|\d+\.\d+-(?:[^+]*\.)?0\.)\d{14}-[A-Za-z0-9]+(?:\+[0-9A-Za-z.-]+)?$/
const ownForm =
  /^(?<major>v\d+)\.(?<minor>\d+)\.(?<patch>\d+)-(?<lead>(?:(?<pre>.+)\.)?0\.)?(?<time>\d{14})-(?<revision>[0-9a-f]{12})$/
const revisionDigits = 12

/** True for a version in Go's one spelling, without build metadata: https://go.dev/ref/mod#versions */
export function isCanonical(version: string): boolean {
  return version.startsWith('v') && semver.valid(version.slice(1)) === version.slice(1)
}

export function isPseudoVersion(version: string): boolean {
  return pseudoForm.test(version)
}

/** Those of a repository's tags that are versions of this module, the lowest first. */
export function versionsOf({ major, tagPrefix }: GoModule, tags: readonly string[]): string[] {
  return tags
    .filter((tag) => tag.startsWith(tagPrefix))
    .map((tag) => tag.slice(tagPrefix.length))
    .filter((version) => isCanonical(version) && !isPseudoVersion(version) && hasMajor(version, major))
    .sort((left, right) => semver.compare(left, right))
}

/** True where the version may be one of a module whose path ends in this major version, or in none. */
export function hasMajor(version: string, major: number | undefined): boolean {
  const own = Number(/^v(\d+)\./.exec(version)?.[1])
  return major === undefined ? own < 2 : own === major
}

/** The one to use where nobody says which: the highest release, or else the highest there is. */
export function latestOf(versions: readonly string[]): string | undefined {
  return versions.findLast((version) => semver.prerelease(version) === null) ?? versions.at(-1)
}

/** Undefined for what is not a pseudo-version as Go writes it today. */
export function readPseudoVersion(version: string): PseudoVersion | undefined {
  const { major, minor, patch, lead, pre, time = '', revision = '' } = ownForm.exec(version)?.groups ?? {}
  if (!isCanonical(version) || !isPseudoVersion(version)) return undefined
  if (revision === '') return undefined
  if (lead === undefined) return { base: undefined, time, revision }
  if (pre !== undefined) return { base: `${major}.${minor}.${patch}-${pre}`, time, revision }
  if (Number(patch) === 0) return undefined
  return { base: `${major}.${minor}.${Number(patch) - 1}`, time, revision }
}

/** The name of a commit that no tag names: right after the version before it, if there is one. */
export function pseudoVersionOf(
  { major }: GoModule,
  { base, at, id }: { base: string | undefined; at: Date; id: string },
): string {
  const end = `${pseudoTime(at)}-${id.slice(0, revisionDigits)}`
  if (base === undefined) return `v${major ?? 0}.0.0-${end}`
  if (semver.prerelease(base)) return `${base}.0.${end}`
  return `v${semver.inc(base, 'patch')}-0.${end}`
}

/** In UTC, as pseudo-versions have it: `yyyymmddhhmmss`. */
export function pseudoTime(at: Date): string {
  return at.toISOString().replace(/\D/g, '').slice(0, 14)
}
