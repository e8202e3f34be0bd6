import { parse } from 'yaml'
import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'
import { requireStorable } from '@/lib/domain/json'
import type { PackageVersion } from '@/lib/domain/package'
import { rubyPlatform } from './gem-platform'
import { canonicalVersion, compareVersions, isPrerelease } from './gem-version'
import { marshal, type RubyValue } from './ruby-marshal'

const textMax = 255

/** What a gem's name is, without a part that begins with a digit: that would be where its version begins. */
const name = z
  .string()
  .max(textMax)
  .regex(/^(?!.*-\d)[A-Za-z0-9_][A-Za-z0-9._-]*$/)
const number = z
  .string()
  .max(textMax)
  .regex(/^\d+(?:\.[0-9A-Za-z]+)*$/)
const platform = z
  .string()
  .max(textMax)
  .regex(/^[A-Za-z][A-Za-z0-9._-]*$/)

const text = z.string().max(100_000)
const version = z.object({ version: number })
const requirement = z.object({
  requirements: z.array(z.tuple([z.enum(['=', '!=', '>', '<', '>=', '<=', '~>']), version])).max(100),
})
const texts = z.array(text).max(1000)
/** What Ruby writes for nil. */
const optional = z.union([text, z.null()]).catch(null)

/** A gem's specification, of which clients are told this much. */
const specification = z.object({
  name,
  version,
  platform: platform.default('ruby'),
  summary: text.catch(''),
  description: optional,
  homepage: optional,
  authors: texts.catch([]),
  licenses: texts.catch([]),
  rubygems_version: text.catch(''),
  required_ruby_version: requirement.optional(),
  required_rubygems_version: requirement.optional(),
  dependencies: z
    .array(
      z.object({
        name: z
          .string()
          .max(textMax)
          .regex(/^[A-Za-z0-9._-]+$/),
        type: z.enum([':runtime', ':development']).default(':runtime'),
        requirement,
      }),
    )
    .max(1000)
    .default([]),
})

export type GemSpecification = z.output<typeof specification>
type Requirement = z.output<typeof requirement>

/** Of a gem's specification, unpacked and with all that its aliases stand for. */
export const specificationBytesMax = 1024 * 1024

/**
 * The specification in a gem's metadata, read as data alone: every scalar is text, tags mean nothing, no class is named.
 * Error: `invalid` for anything else, and for names, versions, platforms and requirements that are none.
 */
export function readSpecification(yaml: string): GemSpecification {
  const read = specification.safeParse(parseYaml(yaml))
  if (!read.success) {
    const wrong = [...new Set(read.error.issues.map(({ path }) => path[0] ?? 'document'))]
    throw new DomainError('invalid', `The gem's metadata: ${wrong.join(', ')} is invalid`)
  }
  requireStorable(read.data, "The gem's metadata")
  if (JSON.stringify(read.data).length > specificationBytesMax)
    throw new DomainError('invalid', "The gem's metadata is too large.")
  return read.data
}

function parseYaml(yaml: string): unknown {
  try {
    return parse(yaml, { schema: 'failsafe', maxAliasCount: 100, logLevel: 'error' })
  } catch (error) {
    throw new DomainError('invalid', "The gem's metadata is not YAML.", { cause: error })
  }
}

interface GemName {
  name: string
  number: string
  platform: string
}

export function gemNameOf({
  name,
  version,
  platform,
}: Pick<GemSpecification, 'name' | 'version' | 'platform'>): GemName {
  return { name, number: version.version, platform }
}

/** Version and platform as people write them in one: 1.0, 1.0-java. */
export function fullVersion({ number, platform }: Omit<GemName, 'name'>): string {
  return platform === 'ruby' ? number : `${number}-${platform}`
}

/** The one spelling of what Ruby takes for the same version. */
export function gemVersionKey({ number, platform }: Omit<GemName, 'name'>): string {
  return fullVersion({ number: canonicalVersion(number), platform })
}

export function gemFileName(gem: GemName): string {
  return `${gem.name}-${fullVersion(gem)}.gem`
}

/** What name and version a file is of, by its name before the ending. Error: `not_found` for what no gem is called. */
export function parseGemFile(file: string, ending: '.gem' | '.gemspec.rz'): GemName {
  const match = new RegExp(`^(.+?)-(\\d[0-9A-Za-z.]*)(?:-(.+))?${ending.replaceAll('.', '\\.')}$`).exec(file)
  const parsed = z
    .object({ name, number, platform })
    .safeParse({ name: match?.[1], number: match?.[2], platform: match?.[3] ?? 'ruby' })
  if (!parsed.success) throw new DomainError('not_found', 'File not found')
  return parsed.data
}

/** Names that Bundler asks for, at once. */
export const gemNames = z
  .string()
  .max(20_000)
  .transform((names) => names.split(',').filter(Boolean))
  .pipe(z.array(z.string().regex(/^[A-Za-z0-9._-]+$/, { error: 'gems is invalid' })).max(500))

const nameInMetadata = specification.pick({ name: true, version: true, platform: true })

/** A version that is published. */
type Told = Pick<PackageVersion, 'metadata'>

export const indexKinds = ['specs', 'latest_specs', 'prerelease_specs'] as const

/** The names, versions and platforms of a kind of gems: the releases, the newest of each, or those before a release. */
export function gemIndex(
  kind: (typeof indexKinds)[number],
  versions: readonly Told[],
): Uint8Array<ArrayBuffer> {
  const gems = versions.map(({ metadata }) => gemNameOf(nameInMetadata.parse(metadata)))
  const wanted = gems.filter(({ number }) => isPrerelease(number) === (kind === 'prerelease_specs'))
  const listed = kind === 'latest_specs' ? latestOf(wanted) : wanted
  return marshal(listed.sort(byName).map(tupleOf))
}

function latestOf(gems: readonly GemName[]): GemName[] {
  const latest = new Map<string, GemName>()
  for (const gem of gems) {
    const key = `${gem.name} ${gem.platform}`
    const other = latest.get(key)
    if (!other || compareVersions(other.number, gem.number) < 0) latest.set(key, gem)
  }
  return [...latest.values()]
}

/** RubyGems looks a name up by halves. */
function byName(left: GemName, right: GemName): number {
  if (left.name !== right.name) return left.name < right.name ? -1 : 1
  return compareVersions(left.number, right.number)
}

function tupleOf({ name, number, platform }: GemName): RubyValue {
  return [name, rubyVersion(number), platform]
}

/** What Bundler asks of gems at once: https://guides.rubygems.org/rubygems-org-api/#get---apiv1dependenciesgemscomma-delimited-gem-names */
export function gemDependencies(versions: readonly Told[]): Uint8Array<ArrayBuffer> {
  return marshal(
    readPublished(versions).map((gem) => ({
      pairs: [
        [{ symbol: 'name' }, gem.name],
        [{ symbol: 'number' }, gem.version.version],
        [{ symbol: 'platform' }, gem.platform],
        [
          { symbol: 'dependencies' },
          gem.dependencies
            .filter(({ type }) => type === ':runtime')
            .map(({ name, requirement }) => [name, requirementText(requirement)]),
        ],
      ],
    })),
  )
}

function readPublished(versions: readonly Told[]): GemSpecification[] {
  return versions.map(({ metadata }) => specification.parse(metadata))
}

function requirementText({ requirements }: Requirement): string {
  return requirements.map(([operator, { version }]) => `${operator} ${version}`).join(', ')
}

/** A specification as Gem::Specification#_dump writes it, in the order of its fields. */
export function gemSpecification(version: PackageVersion): Uint8Array<ArrayBuffer> {
  const gem = specification.parse(version.metadata)
  const fields: RubyValue[] = [
    gem.rubygems_version,
    specificationVersion,
    gem.name,
    rubyVersion(gem.version.version),
    null, // its date
    gem.summary,
    rubyRequirement(gem.required_ruby_version ?? anyVersion),
    rubyRequirement(gem.required_rubygems_version ?? anyVersion),
    gem.platform,
    gem.dependencies.map(rubyDependency),
    '', // its RubyForge project
    null, // e-mail
    gem.authors,
    gem.description,
    gem.homepage,
    true, // has documentation
    rubyPlatform(gem.platform),
    gem.licenses,
    { pairs: [] },
  ]
  return marshal({ class: 'Gem::Specification', dumped: marshal(fields) })
}

const specificationVersion = 4
const anyVersion: Requirement = { requirements: [['>=', { version: '0' }]] }

function rubyVersion(number: string): RubyValue {
  return { class: 'Gem::Version', marshalled: [number] }
}

function rubyRequirement({ requirements }: Requirement): RubyValue {
  const pairs = requirements.map(([operator, { version }]) => [operator, rubyVersion(version)])
  return { class: 'Gem::Requirement', marshalled: [pairs] }
}

function rubyDependency({ name, type, requirement }: GemSpecification['dependencies'][number]): RubyValue {
  return {
    class: 'Gem::Dependency',
    variables: [
      ['@name', name],
      ['@requirement', rubyRequirement(requirement)],
      ['@type', { symbol: type.slice(1) }],
      ['@prerelease', false],
      ['@version_requirements', rubyRequirement(requirement)],
    ],
  }
}
