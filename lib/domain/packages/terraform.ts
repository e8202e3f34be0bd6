import semver from 'semver'
import { z } from 'zod'
import type { Json } from '@/lib/domain/package'
import { type ArchiveEntry, isFileEntry } from './archive-entry'
import { highestOf, semanticVersion, semanticVersionKey } from './semantic-version'

const wordCharactersMax = 64

/** GitLab's grammar of a module's name and of its system: https://docs.gitlab.com/user/packages/terraform_module_registry/ */
const word = (label: string) =>
  z.string().regex(new RegExp(`^[-a-z0-9]{1,${wordCharactersMax}}$`), { error: `${label} is invalid` })

/** What a module is called by: https://developer.hashicorp.com/terraform/internals/module-registry-protocol */
export const moduleAddress = z.object({ name: word('Module name'), system: word('Module system') })

/** A version of it, in its one spelling. */
export const moduleVersionAddress = moduleAddress.extend({ version: semanticVersion })

export type ModuleAddress = z.output<typeof moduleAddress>
export type ModuleVersionAddress = z.output<typeof moduleVersionAddress>

/** GitLab's name for a module's package. */
export function modulePackageName({ name, system }: ModuleAddress): string {
  return `${name}/${system}`
}

/** Terraform cannot tell versions apart that differ by their build alone. */
export function moduleVersionKey(version: string): string {
  return semanticVersionKey(version) ?? version
}

/** The one file of a version, whatever its publisher called it. */
export function moduleFileName({ name, system, version }: ModuleVersionAddress): string {
  return `${name}-${system}-${moduleVersionKey(version)}.tgz`
}

/**
 * True where this entry of an archive is configuration, of which a module has some. Terraform unpacks a link as an empty
 * file, so that an archive has none. Errors: those of `isFileEntry`.
 */
export function isModuleConfiguration(entry: ArchiveEntry): boolean {
  return isFileEntry(entry) && /(?:^|\/)[^/]+\.tf(?:\.json)?$/.test(entry.name)
}

/** These versions from the highest on, of those that Terraform takes for one the first. */
export function inModuleOrder<Of extends { version: string }>(versions: readonly Of[]): Of[] {
  const byKey = new Map([...versions].reverse().map((one) => [moduleVersionKey(one.version), one]))
  return [...byKey.values()].sort((one, other) => semver.rcompare(one.version, other.version))
}

/** The version that a client gets that asks for none: the highest, one that is no prerelease before any other. */
export function latestModule<Of extends { version: string }>(versions: readonly Of[]): Of | undefined {
  const highest = highestOf(versions.map(({ version }) => version))
  return versions.find(({ version }) => version === highest)
}

/** All versions of a module, as a client chooses among them; `source` is where a person reads of it. */
export function moduleVersions(
  versions: readonly { version: string }[],
  system: string,
  source: string,
): Json {
  const providers = [{ name: system, version: '' }]
  const described = versions.map(({ version }) => ({
    version,
    submodules: [],
    root: { dependencies: [], providers },
  }))
  return { modules: [{ versions: described, source }] }
}

/** One of them, in GitLab's words. */
export function moduleDetails({ name, system, version }: ModuleVersionAddress, source: string): Json {
  return {
    name: modulePackageName({ name, system }),
    provider: system,
    providers: [system],
    root: { dependencies: [] },
    source,
    submodules: [],
    version,
    versions: [version],
  }
}
