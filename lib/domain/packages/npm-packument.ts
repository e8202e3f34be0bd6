import type { JsonObject, PackageVersion } from '@/lib/domain/package'
import { latestTag } from './npm'
import { abbreviate } from './npm-manifest'
import { highestOf, semanticVersionKey } from './semantic-version'

/** The versions and tags of the packages of one name, those that count first in front. */
export interface NpmVersions {
  versions: readonly PackageVersion[]
  tags: readonly { name: string; versionId: number }[]
}

interface Wishes {
  name: string
  /** What installing takes, and nothing else. */
  isAbbreviated: boolean
  /** Where a version's file is downloaded. */
  urlOf: (fileName: string) => string
}

/**
 * The document that tells clients what versions there are of a package:
 * https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md. Of two of one number the first counts.
 */
export function packumentOf(found: NpmVersions, { name, isAbbreviated, urlOf }: Wishes): JsonObject {
  const versions = eachOnce(found.versions)
  const times = versions.map(({ version, createdAt }) => [version, createdAt.toISOString()] as const)
  return {
    _id: name,
    _rev: revisionOf(found),
    name,
    'dist-tags': distTagsOf(found),
    versions: Object.fromEntries(
      versions.map((version) => [version.version, manifestOf(version, { isAbbreviated, urlOf })]),
    ),
    time: {
      created: times[0]?.[1] ?? null,
      modified: times.at(-1)?.[1] ?? null,
      ...Object.fromEntries(times),
    },
  }
}

/** Tags with the versions they lead to. There is always a `latest`. */
export function distTagsOf({ versions, tags }: NpmVersions): Record<string, string> {
  const numbers = new Map(versions.map(({ id, version }) => [id, version]))
  const own = tags.toReversed().map(({ name, versionId }) => [name, numbers.get(versionId) ?? ''])
  const distTags: Record<string, string> = Object.fromEntries(own)
  if (Object.hasOwn(distTags, latestTag)) return distTags
  return { [latestTag]: highestOf(versions.map(({ version }) => version)) ?? '', ...distTags }
}

/** What a client says it has seen when it writes: all versions up to this number. */
export function revisionOf({ versions }: NpmVersions): string {
  return String(versions.reduce((highest, { id }) => Math.max(highest, id), 0))
}

/** In the order in which they were published. */
function eachOnce(versions: readonly PackageVersion[]): PackageVersion[] {
  const byKey = new Map<string, PackageVersion>()
  for (const version of versions) {
    const key = semanticVersionKey(version.version) ?? version.version
    if (!byKey.has(key)) byKey.set(key, version)
  }
  return [...byKey.values()].sort((left, right) => left.id - right.id)
}

function manifestOf(version: PackageVersion, { isAbbreviated, urlOf }: Omit<Wishes, 'name'>): JsonObject {
  const { metadata, name, files } = version
  const shown = isAbbreviated ? abbreviate(metadata) : metadata
  return {
    ...(!isAbbreviated && { _id: `${name}@${version.version}` }),
    ...shown,
    dist: files[0] ? distOf(files[0], urlOf) : null,
  }
}

function distOf(file: PackageVersion['files'][number], urlOf: Wishes['urlOf']): JsonObject {
  return {
    ...file.metadata,
    integrity: `sha512-${Buffer.from(file.sha512, 'hex').toString('base64')}`,
    shasum: file.sha1,
    tarball: urlOf(file.name),
  }
}
