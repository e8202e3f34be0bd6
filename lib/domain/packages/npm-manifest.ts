import semver from 'semver'
import { DomainError } from '@/lib/domain/error'
import type { Json, JsonObject } from '@/lib/domain/package'
import type { ArchiveFacts } from './npm-archive'

const manifestTextMax = 64 * 1024
const specifierMax = 1024

/** What a client resolves and installs by: https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md#abbreviated-version-object */
const abbreviatedFields = [
  'name',
  'version',
  'deprecated',
  'dependencies',
  'optionalDependencies',
  'devDependencies',
  'bundleDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'acceptDependencies',
  'bin',
  'directories',
  'dist',
  'engines',
  'os',
  'cpu',
  'libc',
  'funding',
  '_hasShrinkwrap',
  'hasInstallScript',
]

/** Scripts that run where a package is made, which some clients therefore leave out. */
const publishingScripts = [
  'prepublish',
  'prepublishOnly',
  'prepack',
  'prepare',
  'postpack',
  'publish',
  'postpublish',
]
const installScripts = ['preinstall', 'install', 'postinstall']
const textFields = ['dependencies', 'optionalDependencies', 'peerDependencies', 'devDependencies', 'scripts']
const objectFields = ['engines', 'directories', 'peerDependenciesMeta', 'acceptDependencies']
/** What is the registry's own to say, too much to say, or said anew. */
const droppedFields = ['dist', 'deprecated', 'readme', 'bin', 'bundleDependencies', 'bundledDependencies']

/** What of a manifest an abbreviated packument shows. */
export function abbreviate(manifest: JsonObject): JsonObject {
  return pick(manifest, abbreviatedFields)
}

/**
 * The manifest that clients are told of: the one in the archive, as only that is what they install. Errors: `invalid` where
 * the one that was sent says something else of name, version, dependencies, scripts or programs, so that nobody resolves by
 * one and runs another; and for one that is too large.
 */
export function reconcileManifest(sent: JsonObject, packed: JsonObject, archive: ArchiveFacts): JsonObject {
  const [told, held] = [normalize(sent, archive), normalize(packed, archive)]
  const differing = Object.entries(held).find(([field, texts]) => !isSame(told[field] ?? {}, texts))
  if (packed.name !== sent.name) throw mismatch('name')
  if (
    typeof packed.version !== 'string' ||
    semver.clean(packed.version) !== semver.clean(String(sent.version))
  )
    throw mismatch('version')
  if (differing) throw mismatch(differing[0])
  return shorten({ ...cleaned(packed), ...factsOf(sent, packed, held, archive) })
}

/** As clients are to read it: of each kind what it must be, or nothing. */
function cleaned(packed: JsonObject): JsonObject {
  const bundled = packed.bundleDependencies ?? packed.bundledDependencies
  const kept = Object.entries(packed).flatMap(([name, value]): [string, Json][] => {
    if (name.startsWith('_') || droppedFields.includes(name)) return []
    if (textFields.includes(name)) return [[name, textsOf(value)]]
    return objectFields.includes(name) && !isObject(value) ? [] : [[name, value]]
  })
  return {
    ...Object.fromEntries(kept),
    ...(bundled !== undefined && { bundleDependencies: bundledOf(bundled, textsOf(packed.dependencies)) }),
  }
}

function factsOf(
  sent: JsonObject,
  packed: JsonObject,
  held: Normalized,
  { topFiles }: ArchiveFacts,
): JsonObject {
  const { scripts = {} } = held
  const bin = held.bin ?? programsBelow(binFolderOf(packed) ?? '', sent)
  return {
    // the spelling it was sent and is stored under
    version: sent.version ?? null,
    ...(Object.keys(bin).length > 0 && { bin }),
    ...(typeof sent.gitHead === 'string' && { gitHead: sent.gitHead }),
    ...(topFiles.has('npm-shrinkwrap.json') && { _hasShrinkwrap: true }),
    ...(installScripts.some((name) => name in scripts) && { hasInstallScript: true }),
  }
}

/** A manifest with much in it is cut down to what is installed by. */
function shorten(manifest: JsonObject): JsonObject {
  if (JSON.stringify(manifest).length <= manifestTextMax) return manifest
  const short = abbreviate(manifest)
  if (JSON.stringify(short).length <= manifestTextMax) return short
  throw new DomainError('invalid', 'The package.json is too large.')
}

type Texts = Record<string, string>
type Normalized = Record<string, Texts>

/** What two manifests must agree in, with what clients change about it undone, as npm's @npmcli/package-json does. */
function normalize(manifest: JsonObject, { topFiles }: ArchiveFacts): Normalized {
  const optional = textsOf(manifest.optionalDependencies)
  return {
    dependencies: without(textsOf(manifest.dependencies), Object.keys(optional)),
    optionalDependencies: optional,
    peerDependencies: textsOf(manifest.peerDependencies),
    scripts: without(scriptsOf(manifest, topFiles), publishingScripts),
    // these are what stands in a folder, which clients list
    ...(binFolderOf(manifest) === undefined && { bin: programsOf(manifest) }),
  }
}

function binFolderOf({ bin, directories }: JsonObject): string | undefined {
  if (bin !== undefined || !isObject(directories) || typeof directories.bin !== 'string') return undefined
  return `${plainPath(directories.bin)}/`
}

function programsBelow(folder: string, sent: JsonObject): Texts {
  const programs = Object.entries(programsOf(sent))
  return Object.fromEntries(programs.filter(([, file]) => file.startsWith(folder) && !file.includes('..')))
}

/** npm adds the script that a folder stands for. */
function scriptsOf(manifest: JsonObject, topFiles: ReadonlySet<string>): Texts {
  const scripts = textsOf(manifest.scripts)
  for (const [name, text] of Object.entries(scripts))
    scripts[name] = text.replace(/^(\.[/\\])?node_modules[/\\]\.bin[/\\]/, '')
  const buildsItself = [...topFiles].some((name) => name.endsWith('.gyp')) && manifest.gypfile !== false
  return {
    ...(topFiles.has('server.js') && { start: 'node server.js' }),
    ...(buildsItself && !('preinstall' in scripts) && { install: 'node-gyp rebuild' }),
    ...scripts,
  }
}

/** Programs by their names; one alone has the name of its package. */
function programsOf({ name, bin }: JsonObject): Texts {
  const programs = typeof bin === 'string' ? { [String(name)]: bin } : textsOf(bin)
  return Object.fromEntries(
    Object.entries(programs).map(([key, file]) => [key.replace(/^.*[/\\]/s, ''), plainPath(file)]),
  )
}

function plainPath(path: string): string {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
}

function isSame(left: Texts, right: Texts): boolean {
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => {
      const [a = '', b] = [left[name], Object.hasOwn(right, name) ? right[name] : undefined]
      return b !== undefined && (a.trim() === b.trim() || (repositoryOf(a) ?? a) === repositoryOf(b))
    })
  )
}

/** The repository that a dependency names, in whichever of npm's ways: `user/name`, `github:user/name`, or its URL. */
function repositoryOf(specifier: string): string | undefined {
  if (specifier.length > specifierMax || semver.validRange(specifier) !== null) return undefined
  const [, path, reference = ''] = /([^/:@]+\/[^/#]+?)(?:\.git)?(#.*)?$/.exec(specifier.trim()) ?? []
  return path && path + reference
}

function bundledOf(value: Json, dependencies: Texts): string[] {
  if (value === true) return Object.keys(dependencies)
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
}

function textsOf(value: Json | undefined): Texts {
  if (!isObject(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

function without(texts: Texts, names: readonly string[]): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([name]) => !names.includes(name)))
}

function pick(from: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)))
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function mismatch(field: string): DomainError {
  return new DomainError(
    'invalid',
    `Package manifest is not coherent: ${field} differs from the archive's package.json.`,
  )
}
