import semver from 'semver'
import validateName from 'validate-npm-package-name'
import { z } from 'zod'

const tagForm = /^[A-Za-z0-9._~-]{1,255}$/

/** npm's own grammar for new packages: https://docs.npmjs.com/cli/configuring-npm/package-json#name */
export const npmName = z.string().refine((name) => validateName(name).validForNewPackages, {
  error: 'Package name is invalid',
})

/** A version of https://semver.org in the one spelling that it has. */
export const npmVersion = z.string().refine((version) => spellingOf(version) === version, {
  error: 'Version is invalid',
})

/**
 * A dist-tag. Clients could not tell what is a range of versions from one, and some keep tags as properties of an object.
 * https://docs.npmjs.com/cli/commands/npm-dist-tag#caveats
 */
export const npmTag = z
  .string()
  .refine((tag) => tagForm.test(tag) && semver.validRange(tag) === null && !(tag in Object.prototype), {
    error: 'Tag is invalid',
  })

/** The tag that every package has, and whose version a client gets that asks for none. */
export const latestTag = 'latest'

/** Under which two versions are one: build metadata makes no other. Undefined for what is none. */
export function npmVersionKey(version: string): string | undefined {
  return semver.valid(version) ?? undefined
}

/** The name of the one file of a version, as npm gives it. */
export function tarballName(name: string, version: string): string {
  return `${name.replace(/^.*\//, '')}-${version}.tgz`
}

/** The version whose file has this name; undefined where it is of another package. */
export function versionOfTarball(name: string, fileName: string): string | undefined {
  const version = fileName.slice(tarballName(name, '').length - '.tgz'.length, -'.tgz'.length)
  return tarballName(name, version) === fileName ? version : undefined
}

/** The version that a package without the tag `latest` leads to: the highest, one that is no prerelease before any other. */
export function highestOf(versions: readonly string[]): string | undefined {
  const parsed = versions.map((version) => semver.parse(version)).filter((version) => version !== null)
  const releases = parsed.filter(({ prerelease }) => prerelease.length === 0)
  const [first, ...others] = releases.length > 0 ? releases : parsed
  return others.reduce((highest, one) => (one?.compare(highest ?? one) === 1 ? one : highest), first)?.raw
}

function spellingOf(version: string): string | undefined {
  const parsed = semver.parse(version)
  return parsed?.build.length ? `${parsed.version}+${parsed.build.join('.')}` : parsed?.version
}
