import semver from 'semver'
import validateName from 'validate-npm-package-name'
import { z } from 'zod'

const tagForm = /^[A-Za-z0-9._~-]{1,255}$/

/** npm's own grammar for new packages: https://docs.npmjs.com/cli/configuring-npm/package-json#name */
export const npmName = z.string().refine((name) => validateName(name).validForNewPackages, {
  error: 'Package name is invalid',
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

/** The name of the one file of a version, as npm gives it. */
export function tarballName(name: string, version: string): string {
  return `${name.replace(/^.*\//, '')}-${version}.tgz`
}

/** The version whose file has this name; undefined where it is of another package. */
export function versionOfTarball(name: string, fileName: string): string | undefined {
  const version = fileName.slice(tarballName(name, '').length - '.tgz'.length, -'.tgz'.length)
  return tarballName(name, version) === fileName ? version : undefined
}
