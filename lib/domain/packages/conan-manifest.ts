import { DomainError } from '@/lib/domain/error'
import type { PackageFile } from '@/lib/domain/package'
import { type ConanFile, infoName, manifestName, recipeName } from './conan'

/** The MD5 of every file that a manifest is of, by its path: https://docs.conan.io/2/reference/conanfile/methods/export.html */
export type ConanManifest = ReadonlyMap<string, string>

/** Reads a conanmanifest.txt: the time it was made, in seconds, then a line for each file. Error: `invalid`. */
export function readConanManifest(text: string): ConanManifest {
  const [time = '', ...lines] = text.split('\n')
  const manifest = new Map<string, string>()
  for (const line of lines.filter((one) => one !== '')) {
    const [, path, md5] = /^(.+): ([0-9a-f]{32})$/.exec(line) ?? []
    if (path === undefined || md5 === undefined) throw invalid(`${manifestName} is invalid`)
    manifest.set(path, md5)
  }
  if (!/^\d{1,12}$/.test(time.trim())) throw invalid(`${manifestName} is invalid`)
  return manifest
}

/**
 * The files that give way to this one among those of its version, which are left of an upload that broke off: a revision is
 * published with its manifest, and that comes last. Errors: `conflict` for a revision that is published; `invalid` for a
 * manifest of files that are not there, or not those.
 */
export function makeWay(
  { kind, folder, file }: ConanFile,
  manifest: ConanManifest | undefined,
  files: readonly PackageFile[],
): PackageFile[] {
  const there = new Map(
    files.filter(({ name }) => name.startsWith(folder)).map((one) => [one.name.slice(folder.length), one]),
  )
  if (there.has(manifestName)) throw new DomainError('conflict', 'Revision already exists.')
  if (manifest) requireWhole(kind, manifest, there)
  const old = there.get(file)
  return old ? [old] : []
}

/** What a manifest is of is in files of their own, or in archives that hold all others. */
function requireWhole(
  kind: ConanFile['kind'],
  manifest: ConanManifest,
  there: ReadonlyMap<string, PackageFile>,
): void {
  const [own, archives] =
    kind === 'recipe' ? [recipeName, archivesOf(manifest)] : [infoName, ['conan_package.tgz']]
  const missing = [own, ...archives].find((name) => !there.has(name))
  if (missing !== undefined) throw invalid(`${missing} is missing`)
  if (there.get(own)?.md5 !== manifest.get(own)) throw invalid(`${own} does not match ${manifestName}`)
}

/** Where a recipe's other files are: those it builds from, and all the rest. */
function archivesOf(manifest: ConanManifest): string[] {
  const others = [...manifest.keys()].filter((path) => path !== recipeName)
  const isSource = (path: string) => path.startsWith('export_source/')
  return [
    ...(others.every(isSource) ? [] : ['conan_export.tgz']),
    ...(others.some(isSource) ? ['conan_sources.tgz'] : []),
  ]
}

function invalid(text: string): DomainError {
  return new DomainError('invalid', text)
}
