import semver from 'semver'
import { z } from 'zod'

/** A version of https://semver.org in the one spelling that it has. */
export const semanticVersion = z.string().refine(isSemanticVersion, { error: 'Version is invalid' })

/** Whether this is a version of https://semver.org, as it has to be written. */
export function isSemanticVersion(version: string): boolean {
  const parsed = semver.parse(version)
  const build = parsed?.build.length ? `+${parsed.build.join('.')}` : ''
  return parsed !== null && version === parsed.version + build
}

/** Under which two versions are one: build metadata makes no other. Undefined for what is none. */
export function semanticVersionKey(version: string): string | undefined {
  return semver.valid(version) ?? undefined
}

/** The highest of these versions, one that is no prerelease before any other; undefined where there is none. */
export function highestOf(versions: readonly string[]): string | undefined {
  const parsed = versions.map((version) => semver.parse(version)).filter((version) => version !== null)
  const releases = parsed.filter(({ prerelease }) => prerelease.length === 0)
  const [first, ...others] = releases.length > 0 ? releases : parsed
  return others.reduce((highest, one) => (one?.compare(highest ?? one) === 1 ? one : highest), first)?.raw
}
