import { XMLBuilder } from 'fast-xml-parser'
import type { PackageVersion } from '@/lib/domain/package'
import { inVersionOrder, isPrerelease, nugetFileName, nugetVersionKey } from './nuget'
import { contentOf, metadataOf, type NamedVersion, type NugetBase } from './nuget-documents'
import type { NugetMetadata } from './nuget-manifest'

// Protocol 2 is OData: https://www.odata.org/documentation/odata-version-2-0/atom-format/

const atom = 'http://www.w3.org/2005/Atom'
const dataServices = 'http://schemas.microsoft.com/ado/2007/08/dataservices'
const entityModel = 'http://schemas.microsoft.com/ado/2006/04/edm'
const entity = 'NuGetGallery.OData.V2FeedPackage'

const builder = new XMLBuilder({
  format: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressBooleanAttributes: false,
  // a content that has its source elsewhere must have no text, not even a line end
  suppressEmptyNode: true,
})

/** What there is to ask for, for a feed at `base`/v2. */
export function feedService(base: NugetBase): string {
  return write('service', {
    '@xmlns': 'http://www.w3.org/2007/app',
    '@xmlns:atom': atom,
    '@xml:base': `${base}/v2`,
    workspace: { 'atom:title': 'Default', collection: { '@href': 'Packages', 'atom:title': 'Packages' } },
  })
}

/** The types of what an entry tells. */
export function feedMetadata(): string {
  const property = (Object.keys(propertyTypes) as PropertyName[]).map((name) => ({
    '@Name': name,
    '@Type': `Edm.${propertyTypes[name]}`,
    '@Nullable': !['Id', 'Version'].includes(name),
  }))
  const type = {
    '@Name': 'V2FeedPackage',
    '@m:HasStream': true,
    Key: { PropertyRef: [{ '@Name': 'Id' }, { '@Name': 'Version' }] },
    Property: property,
  }
  const find = {
    '@Name': 'FindPackagesById',
    '@ReturnType': `Collection(${entity})`,
    '@EntitySet': 'Packages',
    Parameter: { '@Name': 'id', '@Type': 'Edm.String' },
  }
  const container = {
    '@Name': 'V2FeedContext',
    '@m:IsDefaultEntityContainer': true,
    EntitySet: { '@Name': 'Packages', '@EntityType': entity },
    FunctionImport: find,
  }
  const schemas = [
    { '@xmlns': entityModel, '@Namespace': 'NuGetGallery.OData', EntityType: type },
    { '@xmlns': entityModel, '@Namespace': 'NuGetGallery', EntityContainer: container },
  ]
  return write('edmx:Edmx', {
    '@xmlns:edmx': 'http://schemas.microsoft.com/ado/2007/06/edmx',
    '@Version': '1.0',
    'edmx:DataServices': {
      '@xmlns:m': `${dataServices}/metadata`,
      '@m:DataServiceVersion': '2.0',
      '@m:MaxDataServiceVersion': '2.0',
      Schema: schemas,
    },
  })
}

/** What a feed names: versions in their order, and the names of all versions of their packages. */
export interface FeedVersions {
  whole: readonly PackageVersion[]
  names: readonly (NamedVersion & { packageId: number })[]
}

/** Versions in their order; `next` is where there are more. */
export function feed(base: NugetBase, versions: FeedVersions, next: string | undefined): string {
  return write('feed', {
    ...namespaces,
    '@xml:base': `${base}/v2`,
    id: `${base}/v2/Packages`,
    title: { '@type': 'text', '#text': 'Packages' },
    entry: entriesOf(base, versions),
    ...(next !== undefined && { link: { '@rel': 'next', '@href': next } }),
  })
}

/** One version by itself. */
export function feedEntry(base: NugetBase, versions: FeedVersions): string {
  const [entry] = entriesOf(base, versions)
  return write('entry', { ...namespaces, '@xml:base': `${base}/v2`, ...entry })
}

function entriesOf(base: NugetBase, { whole, names }: FeedVersions): object[] {
  const packages = new Map<number, NamedVersion[]>(whole.map(({ packageId }) => [packageId, []]))
  for (const one of names) packages.get(one.packageId)?.push(one)
  const latest = new Map([...packages].map(([id, versions]) => [id, latestOf(versions)]))
  return whole.map((version) => entryOf(base, version, latest.get(version.packageId)))
}

const namespaces = { '@xmlns': atom, '@xmlns:d': dataServices, '@xmlns:m': `${dataServices}/metadata` }

/** Clients take the id from the title, and who wrote it from the author. */
function entryOf(base: NugetBase, version: PackageVersion, latest: Latest | undefined): object {
  const { authors, summary } = metadataOf(version)
  return {
    id: `${base}/v2/Packages(Id='${version.name}',Version='${version.version}')`,
    category: { '@term': entity, '@scheme': `${dataServices}/scheme` },
    title: { '@type': 'text', '#text': version.name },
    summary: { '@type': 'text', '#text': summary },
    updated: version.createdAt.toISOString(),
    author: { name: authors },
    content: { '@type': 'application/zip', '@src': contentOf(base, version) },
    'm:properties': typed(propertiesOf(version, latest)),
  }
}

const propertyTypes = {
  Id: 'String',
  Version: 'String',
  NormalizedVersion: 'String',
  Title: 'String',
  Description: 'String',
  Tags: 'String',
  ReleaseNotes: 'String',
  Dependencies: 'String',
  ProjectUrl: 'String',
  IconUrl: 'String',
  LicenseUrl: 'String',
  RequireLicenseAcceptance: 'Boolean',
  IsPrerelease: 'Boolean',
  IsLatestVersion: 'Boolean',
  IsAbsoluteLatestVersion: 'Boolean',
  Listed: 'Boolean',
  DownloadCount: 'Int32',
  Published: 'DateTime',
  PackageHash: 'String',
  PackageHashAlgorithm: 'String',
  PackageSize: 'Int64',
} as const
type PropertyName = keyof typeof propertyTypes

function propertiesOf(version: PackageVersion, latest: Latest | undefined): Record<PropertyName, string> {
  const metadata = metadataOf(version)
  const key = nugetVersionKey(version.version)
  const file = version.files.find(
    ({ name }) => name === nugetFileName(version.name, version.version, 'nupkg'),
  )
  return {
    Id: version.name,
    Version: version.version,
    NormalizedVersion: key,
    Title: metadata.title || version.name,
    Description: metadata.description,
    Tags: metadata.tags,
    ReleaseNotes: metadata.releaseNotes,
    Dependencies: dependenciesOf(metadata),
    ProjectUrl: metadata.projectUrl,
    IconUrl: metadata.iconUrl,
    LicenseUrl: metadata.licenseUrl,
    RequireLicenseAcceptance: String(metadata.requireLicenseAcceptance),
    IsPrerelease: String(isPrerelease(version.version)),
    IsLatestVersion: String(key === latest?.release),
    IsAbsoluteLatestVersion: String(key === latest?.any),
    Listed: 'true',
    DownloadCount: '0',
    Published: version.createdAt.toISOString(),
    PackageHash: Buffer.from(file?.sha512 ?? '', 'hex').toString('base64'),
    PackageHashAlgorithm: 'SHA512',
    PackageSize: String(file?.size ?? 0),
  }
}

/** Of a package the last version, and the last that is no prerelease, each in its one spelling. */
interface Latest {
  any: string | undefined
  release: string | undefined
}

function latestOf(versions: readonly NamedVersion[]): Latest {
  const ordered = inVersionOrder(versions)
  const [any, release] = [ordered.at(-1), ordered.findLast(({ version }) => !isPrerelease(version))].map(
    (one) => one && nugetVersionKey(one.version),
  )
  return { release, any }
}

/** `id:range:framework`, each after a bar. */
function dependenciesOf({ dependencyGroups }: NugetMetadata): string {
  return dependencyGroups
    .flatMap(({ targetFramework, dependencies }) =>
      dependencies.map(({ id, range }) => `${id}:${range}:${targetFramework}`),
    )
    .join('|')
}

/** Empty ones are null: an empty address is none to clients. */
function typed(properties: Record<PropertyName, string>): object {
  const of = (name: PropertyName) => {
    const type = propertyTypes[name] === 'String' ? {} : { '@m:type': `Edm.${propertyTypes[name]}` }
    return properties[name] === '' ? { '@m:null': 'true' } : { ...type, '#text': properties[name] }
  }
  const names = Object.keys(properties) as PropertyName[]
  return Object.fromEntries(names.map((name) => [`d:${name}`, of(name)]))
}

function write(root: string, content: object): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${builder.build({ [root]: content })}`
}
