import { DomainError } from '@/lib/domain/error'
import { parseXml, type XmlElement, xmlElements, xmlText } from '@/lib/domain/xml'
import { nugetName, nugetVersion } from './nuget'

/** Bytes of a .nuspec: what clients are told of every version comes from it. */
export const manifestBytesMax = 256 * 1024
const textCharactersMax = 4000
const dependenciesMax = 1000

export type NugetDependency = {
  id: string
  /** As in the .nuspec: a version, or a range of them. */
  range: string
}

export type NugetDependencyGroup = {
  /** '' for every framework. */
  targetFramework: string
  dependencies: NugetDependency[]
}

/** What a version's clients are told of it; texts are '' where the .nuspec has none. */
export type NugetMetadata = {
  title: string
  authors: string
  description: string
  summary: string
  releaseNotes: string
  tags: string
  projectUrl: string
  iconUrl: string
  licenseUrl: string
  /** An SPDX expression. */
  license: string
  requireLicenseAcceptance: boolean
  minClientVersion: string
  packageTypes: string[]
  dependencyGroups: NugetDependencyGroup[]
}

export interface NugetManifest {
  id: string
  /** Normalised. */
  version: string
  isSymbols: boolean
  metadata: NugetMetadata
}

/**
 * Reads a package's .nuspec, at most `manifestBytesMax` bytes: https://learn.microsoft.com/nuget/reference/nuspec. Error:
 * `invalid` for what is none, or has a DTD, or names no package.
 */
export function parseManifest(bytes: Uint8Array): NugetManifest {
  const [root] = xmlElements(parseXml(bytes, ['group', 'dependency', 'packageType']).package)
  const [sent] = xmlElements(root?.metadata)
  if (!sent) throw new DomainError('invalid', 'The .nuspec has no metadata.')
  const id = nugetName.safeParse(xmlText(sent.id))
  const version = nugetVersion.safeParse(xmlText(sent.version))
  const problem = id.error?.issues[0]?.message ?? version.error?.issues[0]?.message
  if (!id.success || !version.success) throw new DomainError('invalid', problem ?? '')
  const metadata = metadataOf(sent)
  const isSymbols = metadata.packageTypes.some((name) => name.toLowerCase() === 'symbolspackage')
  return { id: id.data, version: version.data, isSymbols, metadata }
}

function metadataOf(sent: XmlElement): NugetMetadata {
  const text = (name: string) => clip(xmlText(sent[name]))
  const [license] = xmlElements(sent.license)
  return {
    title: text('title'),
    authors: text('authors'),
    description: text('description'),
    summary: text('summary'),
    releaseNotes: text('releaseNotes'),
    tags: text('tags'),
    projectUrl: webAddress(text('projectUrl')),
    iconUrl: webAddress(text('iconUrl')),
    licenseUrl: webAddress(text('licenseUrl')),
    license: license?.['@type'] === 'expression' ? clip(xmlText(license)) : '',
    requireLicenseAcceptance: text('requireLicenseAcceptance').toLowerCase() === 'true',
    minClientVersion: clip(xmlText(sent['@minClientVersion'])),
    packageTypes: xmlElements(xmlElements(sent.packageTypes)[0]?.packageType).map((one) =>
      clip(xmlText(one['@name'])),
    ),
    dependencyGroups: dependencyGroupsOf(sent),
  }
}

/** Groups by framework, or, in older ones, dependencies for every framework. */
function dependencyGroupsOf(sent: XmlElement): NugetDependencyGroup[] {
  const [all] = xmlElements(sent.dependencies)
  if (!all) return []
  // an element with nothing in it is a text
  const groups = [all.group ?? []].flat().map((one) => (typeof one === 'object' ? xmlElements(one) : [{}]))
  const anyFramework = all.dependency === undefined ? [] : [all]
  const found = [...anyFramework, ...groups.flat()].map((group) => ({
    targetFramework: clip(xmlText(group['@targetFramework'])),
    dependencies: xmlElements(group.dependency).map(toDependency),
  }))
  const count = found.reduce((sum, { dependencies }) => sum + dependencies.length, 0)
  if (count > dependenciesMax) throw new DomainError('invalid', 'The .nuspec has too many dependencies.')
  return found
}

function toDependency(sent: XmlElement): NugetDependency {
  const id = nugetName.safeParse(xmlText(sent['@id']))
  if (!id.success) throw new DomainError('invalid', 'A dependency in the .nuspec has no valid id.')
  return { id: id.data, range: xmlText(sent['@version']).slice(0, 255) }
}

function clip(text: string): string {
  return text.slice(0, textCharactersMax).replace(/\p{Surrogate}/gu, '')
}

/** Clients make links of these. */
function webAddress(text: string): string {
  return /^https?:\/\//i.test(text) ? text : ''
}
