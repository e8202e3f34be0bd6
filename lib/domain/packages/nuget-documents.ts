import type { Json, JsonObject, PackageVersion } from '@/lib/domain/package'
import { nugetFileName, nugetNameKey, nugetVersionKey } from './nuget'
import type { NugetDependencyGroup, NugetMetadata } from './nuget-manifest'

/** Where the endpoints of a project or group begin, without a slash at the end. */
export type NugetBase = string

/** A version by its name alone, of a package by its. */
export interface NamedVersion {
  name: string
  version: string
}

/** Beyond this many versions the registration index names pages, and each is asked for by itself. */
export const registrationInlineMax = 128
export const registrationPageSize = 64

const context = {
  '@vocab': 'http://schema.nuget.org/services#',
  comment: 'http://www.w3.org/2000/01/rdf-schema#comment',
}

/** Where a client finds what: https://learn.microsoft.com/nuget/api/service-index */
export function serviceIndex(base: NugetBase, mayPublish: boolean): JsonObject {
  const resource = (path: string, comment: string, ...types: string[]) =>
    types.map((type) => ({ '@id': base + path, '@type': type, comment }))
  const versions = (type: string, ...of: string[]) => [type, ...of.map((version) => `${type}/${version}`)]
  const publishing = [
    ...resource('', 'Push and delete (or unlist) packages.', 'PackagePublish/2.0.0'),
    ...resource('/symbolpackage', 'Push symbol packages.', 'SymbolPackagePublish/4.9.0'),
  ]
  return {
    version: '3.0.0',
    resources: [
      ...resource(
        '/query',
        'Filter and search for packages by keyword.',
        ...versions('SearchQueryService', '3.0.0-beta', '3.0.0-rc', '3.5.0'),
      ),
      ...resource(
        '/metadata',
        'Get package metadata.',
        ...versions('RegistrationsBaseUrl', '3.0.0-beta', '3.0.0-rc', '3.6.0'),
      ),
      ...resource('/download', 'Get package content (.nupkg).', 'PackageBaseAddress/3.0.0'),
      ...(mayPublish ? publishing : []),
    ],
    '@context': context,
  }
}

/** The versions there are, from the lowest on: https://learn.microsoft.com/nuget/api/package-base-address-resource#enumerate-package-versions */
export function versionList(versions: readonly NamedVersion[]): JsonObject {
  return { versions: versions.map(({ version }) => nugetVersionKey(version)) }
}

/**
 * All that is known of a package's versions, from the lowest on; of many only between which they lie, page by page:
 * https://learn.microsoft.com/nuget/api/registration-base-url-resource#registration-index
 */
export function registrationIndex(
  base: NugetBase,
  name: string,
  versions: readonly NamedVersion[],
  whole: readonly PackageVersion[],
): JsonObject {
  const id = `${registrationOf(base, name)}/index.json`
  const pages = whole.length > 0 ? [whole] : inPages(versions)
  const items = pages.map((page) =>
    whole.length > 0 ? { ...registrationPage(base, name, whole), parent: id } : pageBounds(base, name, page),
  )
  return { '@id': id, count: items.length, items }
}

/** One page of it, all its versions whole. */
export function registrationPage(
  base: NugetBase,
  name: string,
  versions: readonly PackageVersion[],
): JsonObject {
  return { ...pageBounds(base, name, versions), items: versions.map((one) => registrationLeaf(base, one)) }
}

/** The versions of each page. */
export function inPages<Version>(versions: readonly Version[]): Version[][] {
  const count = Math.ceil(versions.length / registrationPageSize)
  return Array.from({ length: count }, (_, i) =>
    versions.slice(i * registrationPageSize, (i + 1) * registrationPageSize),
  )
}

/** All that is known of one version, as it stands in a page. */
export function registrationLeaf(base: NugetBase, version: PackageVersion): JsonObject {
  return {
    '@id': leafOf(base, version),
    '@type': 'Package',
    commitTimeStamp: version.createdAt.toISOString(),
    catalogEntry: catalogEntry(base, version),
    packageContent: contentOf(base, version),
    registration: `${registrationOf(base, version.name)}/index.json`,
  }
}

export interface FoundVersions {
  /** From the lowest on. */
  versions: NamedVersion[]
  /** Of those asked for. */
  latest: PackageVersion
}

/** https://learn.microsoft.com/nuget/api/search-query-service-resource#response */
export function searchResult(base: NugetBase, total: number, found: readonly FoundVersions[]): JsonObject {
  return { totalHits: total, data: found.map((one) => searchHit(base, one)) }
}

function searchHit(base: NugetBase, { versions, latest }: FoundVersions): JsonObject {
  const { name } = latest
  const { packageTypes } = metadataOf(latest)
  return {
    '@type': 'Package',
    registration: `${registrationOf(base, name)}/index.json`,
    ...description(latest),
    totalDownloads: 0,
    verified: false,
    packageTypes: (packageTypes.length > 0 ? packageTypes : ['Dependency']).map((type) => ({ name: type })),
    versions: versions.map(({ version }) => ({
      '@id': leafOf(base, { name, version }),
      version,
      downloads: 0,
    })),
  }
}

function catalogEntry(base: NugetBase, version: PackageVersion): JsonObject {
  const { dependencyGroups, requireLicenseAcceptance, minClientVersion } = metadataOf(version)
  return {
    '@id': leafOf(base, version),
    '@type': 'PackageDetails',
    ...description(version),
    dependencyGroups: dependencyGroups.map((group) => groupOf(base, group)),
    listed: true,
    minClientVersion,
    packageContent: contentOf(base, version),
    published: version.createdAt.toISOString(),
    requireLicenseAcceptance,
  }
}

/** What the registration and the search say of a version alike. */
function description(version: PackageVersion): JsonObject {
  const { authors, summary, title, tags, projectUrl, iconUrl, licenseUrl, license, ...rest } =
    metadataOf(version)
  return {
    id: version.name,
    version: version.version,
    authors,
    description: rest.description,
    summary,
    title: title || version.name,
    tags: tags.split(/[\s,;]+/).filter(Boolean),
    ...given({ projectUrl, iconUrl, licenseUrl, licenseExpression: license }),
  }
}

function groupOf(base: NugetBase, { targetFramework, dependencies }: NugetDependencyGroup): Json {
  return {
    '@type': 'PackageDependencyGroup',
    ...given({ targetFramework }),
    dependencies: dependencies.map(({ id, range }) => ({
      '@type': 'PackageDependency',
      id,
      range,
      registration: `${registrationOf(base, id)}/index.json`,
    })),
  }
}

function pageBounds(base: NugetBase, name: string, versions: readonly NamedVersion[]): JsonObject {
  const [lower = '', upper = ''] = [versions.at(0), versions.at(-1)].map((one) => one?.version)
  const [from, to] = [lower, upper].map(nugetVersionKey)
  return {
    '@id': `${registrationOf(base, name)}/page/${from}/${to}.json`,
    '@type': 'catalog:CatalogPage',
    count: versions.length,
    lower,
    upper,
  }
}

/** What its .nuspec says. */
export function metadataOf(version: PackageVersion): NugetMetadata {
  return version.metadata as NugetMetadata
}

/** Those that are not empty: an empty address is none to clients. */
function given(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))
}

function registrationOf(base: NugetBase, name: string): string {
  return `${base}/metadata/${nugetNameKey(name)}`
}

function leafOf(base: NugetBase, { name, version }: NamedVersion): string {
  return `${registrationOf(base, name)}/${nugetVersionKey(version)}.json`
}

/** Where the version's .nupkg is. */
export function contentOf(base: NugetBase, { name, version }: NamedVersion): string {
  const file = nugetFileName(name, version, 'nupkg')
  return `${base}/download/${nugetNameKey(name)}/${nugetVersionKey(version)}/${file}`
}
